//! Cards that belong together set in one size of type, with their lines equally far apart and all on one edge or axis.
//!
//! The size is what the card with the least room allows; it is found before any card is painted.

use std::collections::{BTreeMap, BTreeSet};

use super::jobs::Row;
use crate::error::Result;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::geometry::Px;
use crate::quote::Quote;
use crate::scene::{Layout, TypeSize};
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
                    let format = Format { scale: 1, ..format.clone() };
                    // Cards that cannot be set at all, whose error is told of when it is their turn, do not count.
                    let mut lay = |quote| Ok((quote, typesetter.typeset(quote, theme, &format)?.layout));
                    let fitting = rows.iter().filter_map(|row| row.first_fitting(|_, quote| lay(quote)).ok());
                    let cards = fitting.map(|(_, card)| card).collect();
                    let free = Free { theme, cards, format };
                    if let Some(size) = free.common(&mut typesetter) {
                        shared.insert((set, theme.name.clone(), free.format.name), size);
                    }
                }
            }
        }
        Self { shared }
    }

    /// Finds the sizes of a set whose cards have been set freely.
    #[must_use]
    pub fn shared(set: usize, free: &[Free<'_>], typesetter: &mut Typesetter<'_>) -> Self {
        let sizes = free.iter().filter_map(|free| {
            let size = free.common(typesetter)?;
            Some(((set, free.theme.name.clone(), free.format.name.clone()), size))
        });
        Self { shared: sizes.collect() }
    }

    /// Returns the size that a row's card shares with others; `None` where it stands for itself.
    #[must_use]
    pub fn of(&self, row: &Row, theme: &Theme, format: &Format) -> Option<TypeSize> {
        self.shared.get(&(row.set?, theme.name.clone(), format.name.clone())).copied()
    }
}

/// A set's cards in one theme and format, each set as if it stood for itself.
pub struct Free<'q> {
    theme: &'q Theme,
    /// Not scaled.
    format: Format,
    cards: Vec<(&'q Quote, Layout)>,
}

impl<'q> Free<'q> {
    /// Sets quotes in all themes and formats.
    ///
    /// # Errors
    /// What the typesetter refuses.
    pub fn of(
        quotes: &'q [Quote],
        themes: &'q [Theme],
        formats: &[Format],
        typesetter: &mut Typesetter<'_>,
    ) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for theme in themes {
            for format in formats {
                let format = Format { scale: 1, ..format.clone() };
                let mut cards = Vec::new();
                for quote in quotes {
                    cards.push((quote, typesetter.typeset(quote, theme, &format)?.layout));
                }
                all.push(Self { theme, format, cards });
            }
        }
        Ok(all)
    }

    /// Finds the size that all cards can have; `None` where there are none.
    fn common(&self, typesetter: &mut Typesetter<'_>) -> Option<TypeSize> {
        let (theme, format) = (self.theme, &self.format);
        let layouts = || self.cards.iter().map(|(_, layout)| layout);
        let mut size = layouts().map(|layout| layout.quote_size).min_by(|a, b| a.0.total_cmp(&b.0))?;
        // Marks above or below letters may keep lines of one card farther apart; the others follow it, which may take a
        // size that is a little smaller.
        let mut turned = layouts().any(|layout| layout.quote_turned);
        while size >= format.quote_floor {
            let mut leading = Px::ZERO;
            let mut all_fit = true;
            for _ in 0..2 {
                let held = TypeSize { size, leading, turned };
                let set = self
                    .cards
                    .iter()
                    .map(|(quote, _)| typesetter.typeset_at(quote, theme, format, Some(held)));
                let layouts: Vec<Option<Layout>> =
                    set.map(|scene| scene.ok().map(|scene| scene.layout)).collect();
                all_fit = layouts.iter().all(Option::is_some);
                let set = layouts.iter().flatten();
                turned |= set.clone().any(|layout| layout.quote_turned);
                let apart: BTreeSet<u32> =
                    set.clone().map(|layout| layout.quote_leading.0.to_bits()).collect();
                leading = set.map(|layout| layout.quote_leading).fold(leading, Px::max);
                // Held at the leading that they all have, they would come out as they are.
                if apart.len() == 1 && turned == held.turned {
                    break;
                }
            }
            if all_fit {
                return Some(TypeSize { size, leading, turned });
            }
            size -= Px(1.0);
        }
        None
    }
}
