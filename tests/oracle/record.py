"""Records what HarfBuzz itself makes of texts, for `tests/typeset.rs` to compare with: glyph ids, clusters, advances.

    pip install uharfbuzz
    python3 tests/oracle/record.py > tests/oracle/shaped.txt

One line a text: font, direction, script, language, features, text, then glyphs as id:cluster:advance:dx:dy in font
units, clusters as bytes of the text in UTF-8. Run it again when a font or the list below changes.
"""

import pathlib

import uharfbuzz as hb

ROOT = pathlib.Path(__file__).parent.parent.parent
TEXTS = [
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "en", "", "The office affirmed: fjords, flights, Thy AVATAR."),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "en", "smcp", "Ines Calvacante, 1998"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "en", "-liga,-clig", "office fjord"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "vi", "", "Tôi nấu phở mỗi sáng như thể hôm nay"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "tr", "smcp", "Isparta fikir ışık"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Grek", "el", "", "Η θάλασσα δεν συγχωρεί τους βιαστικούς"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Cyrl", "ru", "", "Реставрация — это не возвращение"),
    ("fonts/eb-garamond/EBGaramond-Regular.ttf", "ltr", "Latn", "en", "", "e\u0301te\u0301 n\u0303 o\u0308 z\u030c\u0323"),
    ("fonts/eb-garamond/EBGaramond-Italic.ttf", "ltr", "Latn", "en", "", "furniture restorer & figures 0123"),
    ("fonts/playfair-display/PlayfairDisplay-Regular.ttf", "ltr", "Latn", "en", "", "Waffles, Tomorrow, fi fl ffi"),
    ("fonts/instrument-serif/InstrumentSerif-Regular.ttf", "ltr", "Latn", "en", "", "The first edit tells you"),
    ("fonts/inter/Inter-Regular.ttf", "ltr", "Latn", "en", "", "3x4 = 12 -> yes"),
    ("fonts/dm-sans/DMSans-Bold.ttf", "ltr", "Latn", "en", "", "Nobody funds a film. They fund a feeling."),
    ("fonts/courier-prime/CourierPrime-Regular.ttf", "ltr", "Latn", "en", "", "People think restoration"),
    ("fonts/caveat/Caveat-SemiBold.ttf", "ltr", "Latn", "en", "", "I never learned to cook."),
    ("fonts/amiri/Amiri-Regular.ttf", "rtl", "Arab", "ar", "", "لا تُقاس المدينة بعدد جسورها، بل بعدد الذين يعبرونها كلَّ صباح"),
    ("fonts/amiri/Amiri-Regular.ttf", "rtl", "Arab", "fa", "", "خانه جایی نیست که در آن زندگی می\u200cکنی"),
    ("fonts/frank-ruhl-libre/FrankRuhlLibre-Regular.ttf", "rtl", "Hebr", "he", "", "שָׁלוֹם הוּא מִלָּה קְצָרָה"),
    ("fonts/noto-serif-devanagari/NotoSerifDevanagari-Regular.ttf", "ltr", "Deva", "hi", "", "छात्रों ने सीखना बंद कर दिया। र्द्ध क्षत्रिय"),
    ("fonts/noto-serif-thai/NotoSerifThai-Regular.ttf", "ltr", "Thai", "th", "", "ความพยายามอยู่ที่ไหน น้ำ ผู้ใหญ่"),
    ("fonts/twemoji/Twemoji.ttf", "ltr", "Zyyy", "en", "", "👩🏽‍🍳👩‍👩‍👧‍👦🏳️‍🌈🇳🇴1️⃣❤️"),
    ("tests/fonts/NotoSerifCJKjp-subset.otf", "ltr", "Hani", "ja", "", "雨が降る日は、古い書物を読んで過ごします。"),
    ("tests/fonts/NotoSerifCJKsc-subset.otf", "ltr", "Hani", "zh", "", "桥是唯一一种人人闭着眼睛都敢走的建筑。"),
    ("tests/fonts/NotoSerifCJKkr-subset.otf", "ltr", "Hang", "ko", "", "다리는 누구나"),
    ("tests/fonts/NotoSerifKhmer-subset.ttf", "ltr", "Khmr", "km", "", "ស្ពានគឺជាអគារតែមួយគត់ដែលមនុស្សគ្រប់គ្នា"),
]


def shape(path, direction, script, language, features, text):
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(ROOT / path))))
    buffer = hb.Buffer()
    starts = [len(text[:index].encode()) for index in range(len(text))]
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = direction, script, language
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    switches = {name.lstrip("-"): not name.startswith("-") for name in features.split(",") if name}
    hb.shape(font, buffer, switches)
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions)
    return " ".join(f"{i.codepoint}:{starts[i.cluster]}:{p.x_advance}:{p.x_offset}:{p.y_offset}" for i, p in glyphs)


for sample in TEXTS:
    print("\t".join(sample), shape(*sample), sep="\t")
