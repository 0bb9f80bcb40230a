//! What can be typed. Help, man page and completions all come from here.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::encode::Encoding;

/// From an interview to credited quote cards.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 nothing worth quoting, 2 an error, also when one card of many failed.\n\
                        Emoji artwork: Twemoji, CC-BY 4.0."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Pick the best quotes of an interview and render them: the batch export
    Export(ExportArgs),
    /// Render one quote
    Render(RenderArgs),
    /// Rank what is worth quoting in an interview
    Select(SelectArgs),
    /// Show an interview as structure: who says what
    Read(ReadArgs),
    /// Check that cards are verbatim
    Verify(VerifyArgs),
    /// List themes, formats, fonts or languages
    List(ListArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// How interviews are read.
#[derive(Debug, clap::Args)]
pub struct ReadingArgs {
    /// Who is interviewed, where the page does not say it clearly (repeatable)
    #[arg(long, value_name = "NAME")]
    pub guest: Vec<String>,
    /// Who asks (repeatable)
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// What a printed label stands for, as in TB=guest (repeatable)
    #[arg(long, value_name = "NAME=ROLE")]
    pub label: Vec<String>,
    /// What kind of file it is, where it must not be guessed
    #[arg(long, value_name = "KIND")]
    pub input_format: Option<InputKind>,
}

/// Kinds of input.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum InputKind {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// An HTML page
    Html,
    /// SubRip subtitles
    Srt,
    /// WebVTT subtitles
    Vtt,
    /// JSON of a speech-to-text program
    Json,
    /// A table with one turn a row
    Csv,
    /// A word processor's document
    Docx,
}

/// What is picked.
#[derive(Debug, clap::Args)]
pub struct PickingArgs {
    /// Quotes an interview
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    pub count: usize,
    /// Only quotes of this speaker, by any part of the name
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// How sure of the speaker the reader must be, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub min_confidence: f64,
    /// Least percentile of a quote, 0 to 100: weak interviews yield fewer
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_score: u8,
    /// In which order quotes come
    #[arg(long, value_name = "ORDER", value_enum, default_value_t)]
    pub order: QuoteOrder,
    /// Words of a passage that must be among the quotes (repeatable)
    #[arg(long, value_name = "WORDS")]
    pub include: Vec<String>,
    /// Words that no quote may have (repeatable)
    #[arg(long, value_name = "WORDS")]
    pub exclude: Vec<String>,
    /// Prefer answers to questions on a topic
    #[arg(long, value_name = "TOPIC")]
    pub about: Option<String>,
    /// Leave out passages with profanity, flagged otherwise
    #[arg(long)]
    pub clean: bool,
    /// Fewest characters of a quote; a wide one (漢) counts as two
    #[arg(long, value_name = "N", default_value_t = 35)]
    pub min_chars: u32,
    /// Most characters of a quote
    #[arg(long, value_name = "N", default_value_t = 280)]
    pub max_chars: u32,
    /// A program that judges the 40 best passages
    ///
    /// It is run without a shell and gets the passages as JSON lines on standard input (id, text, question, speaker,
    /// before, after). It answers JSON lines (id, score; higher is better) within 60 seconds. It can only rank, not
    /// rewrite. When it fails, a warning says so and the passages are ranked without it.
    #[arg(long, value_name = "CMD")]
    pub ranker: Option<String>,
}

/// In which order quotes come.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum QuoteOrder {
    /// Best first
    #[default]
    Score,
    /// As they stand in the interview
    Reading,
}

/// How cards look.
#[derive(Debug, clap::Args)]
pub struct LookArgs {
    /// Themes: names of built-in ones or TOML files (repeatable, comma lists)
    #[arg(short, long, value_name = "THEME", value_delimiter = ',')]
    pub theme: Vec<String>,
    /// Formats: names of built-in ones or TOML files (repeatable, comma lists)
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<String>,
}

/// Fonts beyond those that are built in.
#[derive(Debug, clap::Args)]
pub struct FontArgs {
    /// A font for characters that the built-in ones lack, and for themes that name it (repeatable)
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
    /// A folder of such fonts (repeatable)
    #[arg(long, value_name = "DIR")]
    pub font_dir: Vec<PathBuf>,
    /// Refuse what the fonts at hand lack, whatever the system has: the same card on every machine
    #[arg(long)]
    pub no_system_fonts: bool,
}

/// What cards show beside words and credit.
#[derive(Debug, Default, clap::Args)]
pub struct PartArgs {
    /// A picture of the speaker or the place, for themes that show one
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    /// What matters in the picture, in percent across and down, as in 50,30 (or 0.5,0.3)
    #[arg(long, value_name = "X,Y", value_parser = focus)]
    pub focus: Option<[f32; 2]>,
    /// The publisher's sign, for themes that show one
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
    /// The publisher's address, as in @tabletalk
    #[arg(long, value_name = "HANDLE")]
    pub handle: Option<String>,
    /// The kind of file [default: png; told by the name of the file that `render` writes]
    #[arg(long = "as", value_name = "KIND", value_enum)]
    pub encoding: Option<FileKind>,
    /// Paint cards so many times as fine, with everything where it was: 2 for screens with small pixels
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=4))]
    pub scale: u32,
    /// Change a theme for once, as in quote.color=#c33 (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// Kinds of file.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum FileKind {
    /// PNG: without loss, small
    #[default]
    Png,
    /// JPEG, for platforms that take nothing else
    #[value(alias = "jpeg")]
    Jpg,
    /// WebP: without loss, for web pages
    Webp,
}

impl From<FileKind> for Encoding {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Png => Self::Png,
            FileKind::Jpg => Self::Jpeg,
            FileKind::Webp => Self::WebP,
        }
    }
}

/// Reads a place in a picture, as `50,30`, `50%,30%` or `0.5,0.3`.
fn focus(text: &str) -> Result<[f32; 2], String> {
    let percent = |part: &str| {
        let share = part.trim().trim_end_matches('%').parse::<f32>().ok();
        share.filter(|share| (0.0..=100.0).contains(share)).map(|share| share / 100.0)
    };
    let place = text.split_once(',').and_then(|(x, y)| Some([percent(x)?, percent(y)?]));
    // Nobody means half a percent.
    let is_share = text.contains('.') && !text.contains('%');
    let place = place.map(|place| match place {
        [x, y] if is_share && x <= 0.01 && y <= 0.01 => [x * 100.0, y * 100.0],
        place => place,
    });
    place.ok_or_else(|| "give two numbers from 0 to 100, across and down".to_owned())
}

/// What is emphasised in typed texts.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct MarkupArgs {
    /// Stars in the text are markup: *italic*, **bold**; `\*` is a star
    ///
    /// Without it a star is a letter. What is cut from an interview is emphasised where its own markup says so.
    #[arg(long)]
    pub markup: bool,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Interviews, lists of quotes (.jsonl, .csv), folders and patterns of them; `-` filters a list
    ///
    /// A folder is searched with all folders in it. `-` reads a list from standard input, JSON lines or CSV, and makes
    /// export a filter: it writes cards into the folder and tells of every row, in order, on standard output, which is
    /// all the manifest there is. There is no lock: many may run at once, on many machines. With --json that is one line a
    /// row: the card's manifest entry or `error`, and `row`; of several cards a row, a list of them, `cards`. Fonts of the
    /// system are not used, since they differ from machine to machine.
    #[arg(required = true, value_name = "FILE")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub markup: MarkupArgs,
    /// Where to write [default: output/ and the interview's file name]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub look: LookArgs,
    #[command(flatten)]
    pub parts: PartArgs,
    #[command(flatten)]
    pub picking: PickingArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub fonts: FontArgs,
    /// Set all quotes of a file in one size of type, that of the card with the least room
    #[arg(long)]
    pub same_size: bool,
    /// Set whole answers, of up to 2,000 characters, each over 2 to 10 cards in one size of type
    ///
    /// They are broken at the ends of sentences, on the same words in every theme and format. Cards are numbered, an
    /// arrow says that the words go on, and the quotation is closed on the last. What fits on one card gets one.
    #[arg(long)]
    pub carousel: bool,
    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print one JSON line a card instead of its path
    #[arg(long)]
    pub json: bool,
    /// Render cards again whose inputs have not changed
    #[arg(long)]
    pub force: bool,
    /// Remove cards of an earlier run that this one does not make
    #[arg(long)]
    pub prune: bool,
    /// How files are called
    ///
    /// `{guest}` is who said it, `{nn}` the quote's number in its interview; of a list's row it is the `id`, or eight
    /// hexadecimal digits that stand for what the row says.
    #[arg(long, value_name = "TEMPLATE", default_value = crate::export::names::DEFAULT)]
    pub name: String,
    /// List what would be written, its size and that of its type, and what does not fit; paint and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Stop at the first error
    #[arg(long)]
    pub fail_fast: bool,
}

/// Arguments of `render`.
#[derive(Debug, clap::Args)]
pub struct RenderArgs {
    /// The quote; `-` reads it from standard input
    #[arg(value_name = "TEXT")]
    pub text: String,
    #[command(flatten)]
    pub markup: MarkupArgs,
    /// Who said it
    #[arg(long, visible_alias = "author", value_name = "NAME")]
    pub by: String,
    /// What they are
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Where it was published
    #[arg(long, visible_alias = "source", value_name = "WHERE")]
    pub publication: Option<String>,
    /// When, as it should be printed
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The quote's language, as en, de-AT [default: told by its letters]
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// The question it answers
    #[arg(long, value_name = "QUESTION")]
    pub question: Option<String>,
    /// Words of it to mark, for themes that mark some
    #[arg(long, value_name = "WORDS")]
    pub emphasis: Option<String>,
    #[command(flatten)]
    pub parts: PartArgs,
    /// The theme: a built-in one or a TOML file [default: broadsheet]
    #[arg(short, long, value_name = "THEME")]
    pub theme: Option<String>,
    /// The format: a built-in one or a TOML file
    #[arg(short, long, value_name = "FORMAT", default_value = "og")]
    pub format: String,
    /// The file to write; `-` writes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    #[command(flatten)]
    pub fonts: FontArgs,
    /// Paint boxes, baselines and the bounds of the ink over the card
    #[arg(long)]
    pub show_layout: bool,
    /// Print the layout in numbers as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `select`.
#[derive(Debug, clap::Args)]
pub struct SelectArgs {
    /// Interviews; `-` reads one from standard input
    #[arg(required = true, value_name = "INTERVIEW")]
    pub inputs: Vec<PathBuf>,
    /// Prefer what sets well on these formats (repeatable, comma lists)
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<String>,
    #[command(flatten)]
    pub picking: PickingArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Print an array of quotes as JSON
    ///
    /// With --explain-rejected it is an object: the array `picks`, and the array `rejected`.
    #[arg(long)]
    pub json: bool,
    /// Print a quote list as CSV, for trimming and for `export`
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Show what each score is made of, what was cut, what it beat
    #[arg(long)]
    pub explain: bool,
    /// Show the N best passages that were kept out, and by which gate
    #[arg(long, value_name = "N", conflicts_with = "csv")]
    pub explain_rejected: Option<usize>,
}

/// Arguments of `read`.
#[derive(Debug, clap::Args)]
pub struct ReadArgs {
    /// Interviews; `-` reads one from standard input
    #[arg(required = true, value_name = "INTERVIEW")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Print the structure as JSON, one object a line for several interviews
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Cards (.png) or a set's manifest.jsonl
    #[arg(required = true, value_name = "CARD|MANIFEST")]
    pub cards: Vec<PathBuf>,
    /// The interview they are said to come from
    #[arg(long, value_name = "FILE")]
    pub interview: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// What to list
    pub what: Listed,
    /// Of themes, write a specimen sheet of each, and one of all
    #[arg(long, value_name = "DIR")]
    pub preview: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// How cards can look
    Themes,
    /// Canvases of platforms
    Formats,
    /// Faces that are built in
    Fonts,
    /// Languages whose marks and spacing are known
    Languages,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_picture_is_in_percent_or_in_shares() {
        for text in ["50,30", "50%, 30%", "0.5,0.3", "50.0,30"] {
            let [x, y] = focus(text).unwrap();
            assert!((x - 0.5).abs() < 1e-6 && (y - 0.3).abs() < 1e-6, "{text}: {x}, {y}");
        }
        for text in ["50", "101,3", "a,b", "-1,5", ""] {
            assert!(focus(text).is_err(), "{text}");
        }
    }
}
