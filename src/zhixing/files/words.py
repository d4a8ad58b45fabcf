"""The sentences in which a file is refused."""

from __future__ import annotations

from zhixing.procedure.words import Words

NO_NAME = Words(
    "有一个文件没有文件名。请在本机改名后重新选择。",
    "A file has no name. Give it one on your device and choose it again.",
)
ENDING_NOT_TAKEN = Words(
    "不收“{name}”这种文件。可用的格式：{endings}。请另存后重新选择。",
    "Files such as {name} are not taken. Save it as one of: {endings}; then choose it again.",
)
EMPTY = Words("“{name}”是空文件。请重新选择。", "{name} is empty. Choose another file.")
TOO_LARGE = Words(
    "“{name}”超过单个文件上限 {most} MB。请压缩或分成几个文件。",
    "{name} is larger than {most} MB, the most a file may have. Make it smaller or part it.",
)
CONTRADICTS = Words(
    "“{name}”的内容不是 {ending} 格式，或设有打开密码。请用原软件另存为 {ending}（不设密码）后重新选择。",
    "What {name} holds is not {ending}, or it has a password. Save it as {ending} without one and choose it again.",
)
