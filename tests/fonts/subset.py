"""Cuts the test fonts: the characters of the torture corpus out of Noto Serif CJK and Noto Serif Khmer, and two emoji
out of Noto Color Emoji, whose glyphs are pictures (CBDT)."""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
CORPUS = HERE.parent / "torture" / "corpus.txt"
# The collection's faces, by the language whose forms they draw.
CJK = {"ja": ("NotoSerifCJKjp-subset.otf", 0), "ko": ("NotoSerifCJKkr-subset.otf", 1),
       "zh": ("NotoSerifCJKsc-subset.otf", 2), "zh-hant": ("NotoSerifCJKtc-subset.otf", 3)}
MARKS = "「」『』“”‘’—…–、。，！？：；（）《》・ー〜0123456789"


def texts():
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, language, text = line.split("\t", 2)
            yield language, text


def cut(font, characters, out):
    options = subset.Options()
    options.layout_features = ["ccmp", "locl", "mark", "mkmk", "abvm", "blwm", "abvs", "blws", "psts", "pres", "pref", "clig", "liga", "abvf", "blwf", "pstf"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    font.save(HERE / out)
    print(out, (HERE / out).stat().st_size)


def main(folder):
    folder = pathlib.Path(folder)
    for tag, (out, index) in CJK.items():
        # Words of these scripts stand in texts of other languages too; Japanese draws those.
        own = "".join(text for language, text in texts() if language == tag or (tag == "ja" and language == "en"))
        wide = "".join(c for c in own if ord(c) >= 0x2E80)
        cut(TTFont(folder / "NotoSerifCJK-Regular.ttc", fontNumber=index), wide + MARKS, out)
    khmer = "".join(text for language, text in texts() if language == "km")
    cut(TTFont(folder / "NotoSerifKhmer-Regular.ttf"), khmer + " ", "NotoSerifKhmer-subset.ttf")
    cut(TTFont(folder / "NotoColorEmoji.ttf"), "\N{SEAL}\N{FIRE}", "NotoColorEmoji-subset.ttf")


main(sys.argv[1])
