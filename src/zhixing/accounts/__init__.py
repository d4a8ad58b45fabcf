"""Who is signed in, what protects the sign-in, and who looked at what is sensitive."""
