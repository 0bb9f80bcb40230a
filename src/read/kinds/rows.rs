//! Tables and definition lists that are transcripts: who speaks in one cell, what they say in another.

use std::collections::HashSet;

use crate::interview::Span;
use crate::read::document::Document;

/// A block that stands in a table.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Its index among the document's blocks.
    block: usize,
    /// The row, counted from anything.
    row: usize,
    /// The column, counted from anything.
    column: usize,
}

/// A table, or a definition list with its terms for a first column, as it is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    cells: Vec<Cell>,
    row: usize,
    column: usize,
}

impl Table {
    /// Goes on to the next row.
    pub(super) fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// Goes on to the next column.
    pub(super) fn next_column(&mut self) {
        self.column += 1;
    }

    /// Adds a block to the cell we are in.
    pub(super) fn add(&mut self, block: usize) {
        self.cells.push(Cell { block, row: self.row, column: self.column });
    }
}

/// The longest name of a speaker, in bytes.
const MAX_NAME: usize = 80;

/// What heads a column of speakers.
const SPEAKER_HEADINGS: &[&str] = &[
    "speaker",
    "speakers",
    "name",
    "who",
    "by",
    "person",
    "participant",
    "role",
    "author",
    "sprecher",
    "sprecherin",
    "locuteur",
    "interlocuteur",
    "hablante",
    "orador",
    "voce",
    "说话人",
    "发言人",
    "話者",
    "говорящий",
];

/// What heads a column of speech.
const TEXT_HEADINGS: &[&str] = &[
    "text",
    "words",
    "transcript",
    "transcription",
    "utterance",
    "content",
    "line",
    "what",
    "message",
    "speech",
    "caption",
    "sentence",
    "texte",
    "texto",
    "testo",
    "内容",
    "文本",
    "发言",
    "テキスト",
    "текст",
];

/// What heads a column of times.
const TIME_HEADINGS: &[&str] = &[
    "time",
    "start",
    "end",
    "timestamp",
    "timecode",
    "begin",
    "duration",
    "tc",
    "zeit",
    "temps",
    "start_time",
];

/// What a column holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Who speaks.
    Speaker,
    /// What they say.
    Text,
    /// When.
    Time,
}

/// Reads a column's heading.
pub(super) fn heading(cell: &str) -> Option<Column> {
    let cell = cell.trim().trim_matches(['*', '"', ':']).to_lowercase();
    let is = |list: &[&str]| list.contains(&cell.as_str());
    if is(SPEAKER_HEADINGS) {
        Some(Column::Speaker)
    } else if is(TEXT_HEADINGS) {
        Some(Column::Text)
    } else if is(TIME_HEADINGS) {
        Some(Column::Time)
    } else {
        None
    }
}

/// Tells whether a cell may be a name: short, and not a sentence.
pub(super) fn may_be_name(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell.len() <= MAX_NAME
        && !cell.contains('\n')
        && cell.split_whitespace().count() <= 6
        && !cell.ends_with(['?', '!', '？', '！', '…'])
        && !may_be_time(cell)
}

/// Tells whether a cell may be a time: digits and what stands between them.
pub(super) fn may_be_time(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['[', ']', '(', ')']);
    cell.contains(|c: char| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '-' | '>' | ' ' | 's' | 'm' | 'h'))
}

/// Gives the blocks of tables their voices where they are transcripts; names, times and headings are no blocks then.
pub(super) fn give_voices(document: &mut Document, tables: &[Table]) {
    let dropped: HashSet<usize> =
        tables.iter().flat_map(|table| give_table_voices(document, &table.cells)).collect();
    if !dropped.is_empty() {
        let mut index = 0..;
        document.blocks.retain(|_| index.next().is_none_or(|index| !dropped.contains(&index)));
    }
}

/// Gives the blocks of a table their voices, if it is a transcript, and returns the blocks that are no speech.
///
/// It is one when the cells of its first column (after the times) are short and come again, or when a heading says so.
fn give_table_voices(document: &mut Document, cells: &[Cell]) -> Vec<usize> {
    let text_of = |cell: &Cell| &document.text[document.blocks[cell.block].span.range()];
    let rows: Vec<&[Cell]> = cells.chunk_by(|a, b| a.row == b.row).collect();
    let mut dropped = Vec::new();
    let mut spoken: Vec<(Cell, &[Cell])> = Vec::new();
    let mut names = HashSet::new();
    let mut headed = false;
    for (index, row) in rows.iter().enumerate() {
        let heading_of = |cell: &Cell| heading(text_of(cell));
        if index == 0 && row.len() > 1 && row.iter().all(|cell| heading_of(cell).is_some()) {
            headed = row.iter().any(|cell| heading_of(cell) == Some(Column::Speaker));
            dropped.extend(row.iter().map(|cell| cell.block));
            continue;
        }
        let times = row.iter().take_while(|cell| may_be_time(text_of(cell))).count();
        dropped.extend(row[..times].iter().map(|cell| cell.block));
        match &row[times..] {
            [name, said @ ..] if said.iter().all(|cell| cell.column > name.column) => {
                if !may_be_name(text_of(name)) {
                    return Vec::new();
                }
                names.insert(text_of(name).to_lowercase());
                spoken.push((*name, said));
            }
            // A name with nothing said, or two paragraphs in the cell of the name.
            _ => return Vec::new(),
        }
    }
    let comes_again = spoken.len() >= 3 && names.len() * 3 <= spoken.len() * 2;
    let all_speak = spoken.iter().all(|(_, said)| !said.is_empty());
    if !all_speak || spoken.is_empty() || !(headed || comes_again) {
        return Vec::new();
    }
    let found: Vec<(Cell, Vec<usize>)> =
        spoken.iter().map(|(name, said)| (*name, said.iter().map(|cell| cell.block).collect())).collect();
    for (name, said) in found {
        let voice = without_colon(&document.text, document.blocks[name.block].span);
        for block in said {
            document.blocks[block].voice = Some(voice);
        }
        dropped.push(name.block);
    }
    dropped
}

/// Takes a colon off the end of a name.
fn without_colon(text: &str, span: Span) -> Span {
    let name = text[span.range()].trim_end_matches([':', '：', ' ']);
    if name.is_empty() { span } else { Span::new(span.start, span.start + name.len()) }
}
