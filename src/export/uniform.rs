//! Cards that belong together set in one size of type, with their lines equally far apart and all on one edge or axis.
//!
//! The size is what the card with the least room allows; it is found before any card is painted.

use std::collections::BTreeMap;

use super::jobs::Row;
use crate::error::Error;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::geometry::Px;
use crate::quote::Quote;
use crate::scene::{Layout, Scene, TypeSize};
use crate::theme::Theme;
use crate::typeset::Typesetter;

/// The sizes of type that sets of rows share, by set, theme and format.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    shared: BTreeMap<(usize, String, String), TypeSize>,
}

impl Sizes {
    /// Finds the sizes of all rows that belong to a set.
    #[must_use]
    pub fn find(rows: &[Row], themes: &[Theme], formats: &[Format], fonts: &FontLibrary) -> Self {
        let mut sets: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            if let Some(set) = row.set {
                sets.entry(set).or_default().push(row);
            }
        }
        let mut typesetter = Typesetter::new(fonts);
        let mut shared = BTreeMap::new();
        for (set, rows) in sets {
            for theme in themes {
                for format in formats {
                    if let Some(size) = common(&rows, theme, format, &mut typesetter) {
                        shared.insert((set, theme.name.clone(), format.name.clone()), size);
                    }
                }
            }
        }
        Self { shared }
    }

    /// Returns the size that a row's card shares with others; `None` where it stands for itself.
    #[must_use]
    pub fn of(&self, row: &Row, theme: &Theme, format: &Format) -> Option<TypeSize> {
        self.shared.get(&(row.set?, theme.name.clone(), format.name.clone())).copied()
    }
}

/// Finds the size that all cards of a set can have. Cards that cannot be set at all, whose error is told of when it is
/// their turn, do not count.
fn common(
    rows: &[&Row],
    theme: &Theme,
    scaled: &Format,
    typesetter: &mut Typesetter<'_>,
) -> Option<TypeSize> {
    let format = &Format { scale: 1, ..scaled.clone() };
    let free: Vec<(&Quote, Scene)> =
        rows.iter().filter_map(|row| first_fitting(row, theme, format, typesetter)).collect();
    let mut size =
        free.iter().map(|(_, scene)| scene.layout.quote_size).min_by(|a, b| a.0.total_cmp(&b.0))?;
    // Marks above or below letters may keep lines of one card farther apart; the others follow it, which may take a
    // size that is a little smaller.
    let mut turned = free.iter().any(|(_, scene)| scene.layout.quote_turned);
    while size >= format.quote_floor {
        let mut leading = Px::ZERO;
        let mut all_fit = true;
        for _ in 0..2 {
            let held = TypeSize { size, leading, turned };
            let set = free.iter().map(|(quote, _)| typesetter.typeset_at(quote, theme, format, Some(held)));
            let layouts: Vec<Option<Layout>> =
                set.map(|scene| scene.ok().map(|scene| scene.layout)).collect();
            all_fit = layouts.iter().all(Option::is_some);
            let set = layouts.iter().flatten();
            turned |= set.clone().any(|layout| layout.quote_turned);
            leading = set.map(|layout| layout.quote_leading).fold(leading, Px::max);
        }
        if all_fit {
            return Some(TypeSize { size, leading, turned });
        }
        size -= Px(1.0);
    }
    None
}

/// Sets the first cut of a row that fits.
fn first_fitting<'r>(
    row: &'r Row,
    theme: &Theme,
    format: &Format,
    typesetter: &mut Typesetter<'_>,
) -> Option<(&'r Quote, Scene)> {
    for (quote, _) in row.cuts() {
        match typesetter.typeset(quote, theme, format) {
            Ok(scene) => return Some((quote, scene)),
            Err(Error::DoesNotFit { .. }) => {}
            Err(_) => return None,
        }
    }
    None
}
