//! The table of embedded files: fonts, and everything in `data` that the program needs.
//!
//! Adding a theme, a format, a language is one file and one line here.

/// An embedded font face.
#[derive(Clone, Copy, Debug)]
pub struct Font {
    /// Its family.
    pub family: &'static str,
    /// Its weight, 100–900.
    pub weight: u16,
    /// Whether it is an italic.
    pub italic: bool,
    /// Its file in the source tree.
    pub file: &'static str,
    /// Its bytes.
    pub data: &'static [u8],
}

/// An embedded text file.
#[derive(Clone, Copy, Debug)]
pub struct TextFile {
    /// Its name without folder and ending: `broadsheet`.
    pub name: &'static str,
    /// Its file in the source tree, for messages.
    pub file: &'static str,
    /// What it holds.
    pub text: &'static str,
}

macro_rules! font {
    ($family:literal, $weight:literal, $italic:literal, $file:literal) => {
        Font {
            family: $family,
            weight: $weight,
            italic: $italic,
            file: concat!("fonts/", $file),
            data: include_bytes!(concat!("../fonts/", $file)),
        }
    };
}

macro_rules! text_file {
    ($folder:literal, $name:literal) => {
        TextFile {
            name: $name,
            file: concat!("data/", $folder, "/", $name, ".toml"),
            text: include_str!(concat!("../data/", $folder, "/", $name, ".toml")),
        }
    };
}

macro_rules! text_files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(text_file!($folder, $name)),*]
    };
}

/// The fonts, in order of fallback.
pub static FONTS: &[Font] = &[
    font!("EB Garamond", 400, false, "eb-garamond/EBGaramond-Regular.ttf"),
    font!("EB Garamond", 400, true, "eb-garamond/EBGaramond-Italic.ttf"),
    font!("EB Garamond", 700, false, "eb-garamond/EBGaramond-Bold.ttf"),
    font!("Playfair Display", 400, false, "playfair-display/PlayfairDisplay-Regular.ttf"),
    font!("Playfair Display", 400, true, "playfair-display/PlayfairDisplay-Italic.ttf"),
    font!("Instrument Serif", 400, false, "instrument-serif/InstrumentSerif-Regular.ttf"),
    font!("Instrument Serif", 400, true, "instrument-serif/InstrumentSerif-Italic.ttf"),
    font!("Inter", 400, false, "inter/Inter-Regular.ttf"),
    font!("Inter", 600, false, "inter/Inter-SemiBold.ttf"),
    font!("DM Sans", 500, false, "dm-sans/DMSans-Medium.ttf"),
    font!("DM Sans", 700, false, "dm-sans/DMSans-Bold.ttf"),
    font!("Courier Prime", 400, false, "courier-prime/CourierPrime-Regular.ttf"),
    font!("Courier Prime", 400, true, "courier-prime/CourierPrime-Italic.ttf"),
    font!("Courier Prime", 700, false, "courier-prime/CourierPrime-Bold.ttf"),
    font!("Caveat", 600, false, "caveat/Caveat-SemiBold.ttf"),
    font!("Amiri", 400, false, "amiri/Amiri-Regular.ttf"),
    font!("Frank Ruhl Libre", 400, false, "frank-ruhl-libre/FrankRuhlLibre-Regular.ttf"),
    font!("Noto Serif Devanagari", 400, false, "noto-serif-devanagari/NotoSerifDevanagari-Regular.ttf"),
    font!("Noto Serif Thai", 400, false, "noto-serif-thai/NotoSerifThai-Regular.ttf"),
    font!("Twemoji", 400, false, "twemoji/Twemoji.ttf"),
];

/// The themes, in the order they are listed in.
pub static THEMES: &[TextFile] = text_files!(
    "themes": "broadsheet", "midnight", "poster", "transcript", "note", "ornament", "split", "question", "face",
    "photo", "film", "minimal", "highlighter", "news", "dusk", "index", "broadsheet-dark", "midnight-light", "minimal-dark", "question-dark", "poster-sun"
);

/// The formats, in the order they are listed in.
pub static FORMATS: &[TextFile] = text_files!(
    "formats": "og", "square", "portrait", "story", "x", "linkedin", "pinterest", "bluesky", "mastodon", "whatsapp",
    "banner", "reel"
);

/// Our own pictures, for specimens: a face, a place, a still, a sign.
pub static PICTURES: [(&str, &[u8]); 4] = [
    ("face", include_bytes!("../data/pictures/face.jpg")),
    ("coast", include_bytes!("../data/pictures/coast.jpg")),
    ("still", include_bytes!("../data/pictures/still.jpg")),
    ("sign", include_bytes!("../data/pictures/sign.png")),
];

/// The languages whose typographic habits are known.
pub static LANGUAGES: &[TextFile] = text_files!(
    "languages": "en", "fr", "de", "es", "it", "pt", "pt-br", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk",
    "el", "tr", "hu", "ro", "ar", "fa", "he", "hi", "th", "ja", "zh", "zh-hant", "ko", "vi"
);

/// The selector's word lists, one a language.
pub static SELECTOR_LANGUAGES: &[TextFile] = text_files!("selector": "en", "de", "fr", "es", "zh");

/// The selector's fitted weights of words.
pub static SELECTOR_WORDS: &[TextFile] = text_files!("selector": "words-en");

/// The selector's fitted weights of features.
pub static SELECTOR_MODEL: TextFile = TextFile {
    name: "model",
    file: "data/selector/model.toml",
    text: include_str!("../data/selector/model.toml"),
};

/// The fitted table of the reader's chain.
pub static READER_MODEL: TextFile = text_file!("reader", "model");

/// What words tell the reader about who is speaking, by language.
pub static READER_WORDS: TextFile = text_file!("reader", "words");

/// What stands around an interview on a page.
pub static READER_PAGE: TextFile = text_file!("reader", "page");

/// What printed labels say.
pub static READER_LABELS: TextFile = text_file!("reader", "labels");

/// Words around people's names.
pub static READER_PEOPLE: TextFile = text_file!("reader", "people");
