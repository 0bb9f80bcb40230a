//! Writes a canvas as a file.

pub mod png;

/// What a file says about its picture, for people and programs that cannot see it. An empty text is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// A few words: `Ada Example on bridges`.
    pub title: String,
    /// Who said it.
    pub author: String,
    /// The alternative text.
    pub description: String,
}

/// How long to look for repetitions that make the file smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// For batches.
    #[default]
    Quick,
    /// About a tenth smaller, for several times the work.
    Thorough,
}
