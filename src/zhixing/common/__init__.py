"""Page furniture shared by every room: base template, components, template tags, stylesheet. No models."""
