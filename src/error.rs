//! What can go wrong, told to the person who can mend it.
//!
//! One type for the whole library: every stage is run by the same person, who needs to know what happened, where, and
//! what to do, not which module noticed. [`Error`] displays as one lower-case sentence without a full stop;
//! [`Error::hint`] says how to mend it.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, by what one can do about it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written: mend the path or its permissions.
    Io {
        /// What was being done: `read`, `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not an interview we can read: give another, or convert it.
    Unreadable {
        /// The file.
        name: String,
        /// Why, as the rest of a sentence that starts with the name: `is empty`.
        reason: String,
        /// How to mend it.
        hint: String,
    },
    /// A data file (theme, format, quote list …) is wrong: mend the line.
    Data {
        /// The file.
        file: String,
        /// The line, counted from 1, if known.
        line: Option<usize>,
        /// What is wrong there.
        message: String,
        /// How to mend it, if there is more to say.
        hint: Option<String>,
    },
    /// No theme, format, speaker … has that name: choose one of those that are there.
    UnknownName {
        /// What was looked for: `theme`.
        what: &'static str,
        /// The name that was given.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A text cannot be set on a card above its floor size: shorten it, or choose another format.
    DoesNotFit {
        /// The text's beginning, for recognising it.
        text: String,
        /// Where it should have gone: `broadsheet, og`.
        place: String,
        /// The size it would need, in pixels; 0 when no size would do.
        size: f32,
        /// The floor, in pixels.
        floor: f32,
        /// How to mend it.
        hint: String,
    },
    /// No font at hand has these characters: give one that has.
    MissingGlyphs {
        /// The grapheme clusters, each once, in order.
        clusters: Vec<String>,
        /// How to mend it.
        hint: String,
    },
    /// Text and its background are too close in colour: change one of them.
    Contrast {
        /// Which text in which theme.
        place: String,
        /// The ratio reached.
        ratio: f64,
        /// The ratio needed.
        floor: f64,
    },
    /// A file is larger than its platform takes, however tightly it is encoded: choose a plainer theme.
    OverBudget {
        /// Which card: `photo, whatsapp`.
        place: String,
        /// Its bytes.
        bytes: usize,
        /// The bytes the platform takes.
        budget: usize,
    },
    /// A quote is not what its source says: cut it again.
    Misquote {
        /// What is wrong with it.
        message: String,
    },
    /// A file that is not ours stands where ours should go: move one of them.
    NotOurs {
        /// The file in the way.
        path: PathBuf,
    },
    /// What was asked for makes no sense: ask otherwise.
    Usage {
        /// Why not.
        message: String,
        /// How to ask instead.
        hint: String,
    },
}

impl Error {
    /// Tells whether the reader of our output went away, which is no error.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns the line of the file that it is about.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Data { line, .. } => *line,
            _ => None,
        }
    }

    /// Says how to mend it, if there is more to say than the error itself does.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { source, path, action } => io_hint(source, path, action),
            Self::Unreadable { hint, .. }
            | Self::DoesNotFit { hint, .. }
            | Self::MissingGlyphs { hint, .. }
            | Self::Usage { hint, .. } => Some(hint.clone()),
            Self::Data { hint, .. } => hint.clone(),
            Self::UnknownName { name, known, .. } => Some(match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("choose one of {}", known.join(", ")),
            }),
            Self::Contrast { .. } => {
                Some("darken or lighten one of the two colours until the ratio is reached".to_owned())
            }
            Self::OverBudget { .. } => Some(
                "choose a flat theme, write it as JPEG, or choose a format with a larger budget".to_owned(),
            ),
            Self::Misquote { .. } => {
                Some("a quote must be cut from one answer of one speaker, word for word".to_owned())
            }
            Self::NotOurs { .. } => Some("choose another folder with -o, or move the file away".to_owned()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, source } => {
                write!(f, "cannot {action} {}: {}", path.display(), io_reason(source))
            }
            Self::Unreadable { name, reason, .. } => write!(f, "{name} {reason}"),
            Self::Data { file, line: Some(line), message, .. } => write!(f, "{file}, line {line}: {message}"),
            Self::Data { file, line: None, message, .. } => write!(f, "{file}: {message}"),
            Self::UnknownName { what, name, .. } => write!(f, "no {what} is called `{name}`"),
            Self::DoesNotFit { text, place, size, floor, .. } if *size > 0.0 => write!(
                f,
                "“{text}” does not fit ({place}): it would need type of {size:.0} px, the floor is {floor:.0} px"
            ),
            Self::DoesNotFit { text, place, .. } => write!(f, "“{text}” does not fit ({place}) at any size"),
            Self::MissingGlyphs { clusters, .. } => {
                f.write_str("no font has ")?;
                for (index, cluster) in clusters.iter().take(8).enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}`{cluster}`")?;
                    for character in cluster.chars() {
                        write!(f, " U+{:04X}", character as u32)?;
                    }
                }
                if clusters.len() > 8 { write!(f, " and {} more", clusters.len() - 8) } else { Ok(()) }
            }
            Self::Contrast { place, ratio, floor } => {
                write!(f, "the contrast of {place} is {ratio:.1}:1, and must be {floor:.1}:1")
            }
            Self::OverBudget { place, bytes, budget } => {
                write!(f, "the card ({place}) has {bytes} bytes, and its platform takes {budget}")
            }
            Self::Misquote { message } | Self::Usage { message, .. } => f.write_str(message),
            Self::NotOurs { path } => {
                write!(f, "{} is in the way: it is not a card of this set", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Says what the system refused, without its error number.
fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

fn io_hint(error: &io::Error, path: &std::path::Path, action: &str) -> Option<String> {
    let hint = match error.kind() {
        io::ErrorKind::NotFound if action == "read" => "check the path, or give `-` to read standard input",
        io::ErrorKind::NotFound => "make the folder first, or choose another with -o",
        io::ErrorKind::IsADirectory if action == "read" => "name the interview's file in it",
        io::ErrorKind::PermissionDenied if action == "read" => "ask its owner for leave to read it",
        _ if action == "read" => return None,
        _ => return Some(format!("choose a place you may write to with -o; {} is not", path.display())),
    };
    Some(hint.to_owned())
}

/// Returns the known name nearest to a misspelt one, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let name = name.to_lowercase();
    known
        .iter()
        .map(|candidate| (edit_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.as_str())
}

/// Counts the insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
/// (Damerau 1964, the restricted form).
fn edit_distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().take(64).collect(), to.chars().take(64).collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=from.len() {
        for j in 1..=to.len() {
            let same = usize::from(from[i - 1] != to[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_nonsense_finds_none() {
        let known: Vec<String> = ["broadsheet", "midnight", "poster"].map(String::from).into();
        assert_eq!(nearest("broadshet", &known), Some("broadsheet"));
        assert_eq!(nearest("Psoter", &known), Some("poster"));
        assert_eq!(nearest("zebra", &known), None);
        let error = Error::UnknownName { what: "theme", name: "zebra".into(), known };
        assert_eq!(error.hint().unwrap(), "choose one of broadsheet, midnight, poster");
    }

    #[test]
    fn a_missing_glyph_is_named_by_character_and_code_point() {
        let error = Error::MissingGlyphs { clusters: vec!["ᚠ".into()], hint: String::new() };
        assert_eq!(error.to_string(), "no font has `ᚠ` U+16A0");
    }
}
