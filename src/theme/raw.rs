//! A theme as it is written down: everything optional, nothing looked up yet.
//!
//! The keys are those of the TOML file; `Option` means "not said here". [`RawLook::overlay`] lays what one class of
//! format says over what all say, key by key.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::length::Length;
use super::raw_layer::RawLayer;

/// A theme file, or a part of one that is laid over another.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTheme {
    /// The theme it changes.
    pub extends: Option<String>,
    pub summary: Option<String>,
    /// Fields a card must have; without them `fallback` is used.
    pub needs: Option<Vec<String>>,
    pub fallback: Option<String>,
    /// Whether ink that cannot be read is made darker or lighter within its hue; else it is refused.
    pub mend: Option<bool>,
    pub palette: BTreeMap<String, String>,
    pub zones: BTreeMap<String, RawZone>,
    pub styles: BTreeMap<String, RawStyle>,
    /// What is painted; where a theme extends another, all of it or nothing.
    pub layers: Vec<RawLayer>,
    pub when: RawWhen,
}

impl RawTheme {
    /// Lays `over` on this theme, key by key; layers are replaced as a whole.
    pub(super) fn overlay(&mut self, over: &Self) {
        for (own, other) in [(&mut self.summary, &over.summary), (&mut self.fallback, &over.fallback)] {
            if other.is_some() {
                own.clone_from(other);
            }
        }
        self.mend = over.mend.or(self.mend);
        if over.needs.is_some() {
            self.needs.clone_from(&over.needs);
        }
        self.palette.extend(over.palette.clone());
        let mut look = RawLook {
            zones: std::mem::take(&mut self.zones),
            styles: std::mem::take(&mut self.styles),
            ..RawLook::default()
        };
        look.overlay(&RawLook {
            zones: over.zones.clone(),
            styles: over.styles.clone(),
            ..RawLook::default()
        });
        (self.zones, self.styles) = (look.zones, look.styles);
        if !over.layers.is_empty() {
            self.layers.clone_from(&over.layers);
        }
        let (own, other) = (&mut self.when, &over.when);
        own.wide.overlay(&other.wide);
        own.square.overlay(&other.square);
        own.tall.overlay(&other.tall);
        own.story.overlay(&other.story);
    }
}

/// What classes of format say otherwise. `story` is laid over `tall`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhen {
    #[serde(default)]
    pub wide: RawLook,
    #[serde(default)]
    pub square: RawLook,
    #[serde(default)]
    pub tall: RawLook,
    #[serde(default)]
    pub story: RawLook,
}

/// The part of a theme that may differ by class of format.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLook {
    #[serde(default)]
    pub zones: BTreeMap<String, RawZone>,
    #[serde(default)]
    pub styles: BTreeMap<String, RawStyle>,
    /// Where stacks and marks stand, by their `id`.
    #[serde(default)]
    pub layers: BTreeMap<String, RawPlacement>,
}

impl RawLook {
    /// Lays `over` on this look, key by key.
    pub(super) fn overlay(&mut self, over: &Self) {
        for (name, zone) in &over.zones {
            let merged = self.zones.entry(name.clone()).or_default();
            merged.make_way(zone);
            merged.overlay(zone);
        }
        for (name, style) in &over.styles {
            self.styles.entry(name.clone()).or_default().overlay(style);
        }
        for (id, placement) in &over.layers {
            self.layers.entry(id.clone()).or_default().overlay(placement);
        }
    }
}

/// Declares a struct of optional keys with the way to lay one over another.
macro_rules! overlaid {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$field_doc])* pub $field: Option<$type>),*
        }

        impl $name {
            /// Takes every key that `over` has.
            fn overlay(&mut self, over: &Self) {
                $(if over.$field.is_some() {
                    self.$field.clone_from(&over.$field);
                })*
            }
        }
    };
}

overlaid! {
    /// A rectangle by insets from another one.
    RawZone {
        /// `canvas`, `safe`, or another zone.
        r#in: String,
        left: Length,
        right: Length,
        top: Length,
        bottom: Length,
        width: Length,
        height: Length,
        /// The stack whose top it ends above.
        above: String,
        /// The stack below whose last baseline it starts.
        below: String,
        /// How far above the one.
        gap: Length,
        /// How far below the other.
        lead: Length,
    }
}

impl RawZone {
    /// Forgets the keys of an axis that `over` lays out anew: two of an axis' three keys say all of it.
    fn make_way(&mut self, over: &Self) {
        let all_of = |keys: [bool; 3]| keys.iter().filter(|&&said| said).count() == 2;
        if all_of([over.left.is_some(), over.right.is_some(), over.width.is_some()]) {
            (self.left, self.right, self.width) = (None, None, None);
        }
        if all_of([over.top.is_some(), over.bottom.is_some(), over.height.is_some()]) {
            (self.top, self.bottom, self.height) = (None, None, None);
        }
    }
}

overlaid! {
    /// How one text is set.
    RawStyle {
        font: String,
        color: String,
        /// The fitted quote only: upper bound of its size at 40, 120 and 300 characters.
        max: [Length; 3],
        /// Line to line in ems: at 72 px and above, at 48 px and below.
        leading: [f32; 2],
        marks: Marks,
        hang: bool,
        tracking: f32,
        align: Align,
        /// Centred text of more lines than this turns flush start.
        flush_after: usize,
        /// What it says: parts with fields in braces; a part whose field is missing drops out.
        text: Parts,
        separator: String,
        size: RawSize,
        /// From the baseline above to the cap top.
        gap: Length,
        caps: Caps,
        /// The size it may shrink to for staying on one line.
        shrink: Length,
        /// Two styles on one baseline, at start and end.
        row: [String; 2],
        /// A short line, instead of a text.
        rule: RawLine,
        /// The fitted quote only: the marker through its key phrase.
        marker: RawMarker,
        /// Whether the row is always set as two lines.
        stacked: bool,
    }
}

overlaid! {
    /// Where a stack or a mark stands in its zone.
    RawPlacement {
        align: Align,
        valign: Valign,
        lift: Length,
    }
}

/// A size that follows the quote's, within bounds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSize {
    #[serde(default)]
    pub ratio: f32,
    pub min: Length,
    pub max: Length,
}

/// A short line between texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLine {
    pub length: Length,
    pub thickness: Length,
    pub color: String,
}

/// A marker's stroke, in ems of the quote.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMarker {
    pub color: String,
    pub top: f32,
    pub bottom: f32,
    pub pad: f32,
}

/// One text or several parts of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Parts {
    One(String),
    Many(Vec<String>),
}

/// Whether quotation marks are set in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marks {
    /// As the language has them, whether the text came with marks or not.
    #[serde(alias = "auto")]
    Inline,
    /// Where the text has them.
    Keep,
    /// Not at all: another device says that somebody speaks.
    None,
}

/// Where lines stand in their zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the side where reading starts.
    Start,
    /// In the middle.
    Center,
    /// At the side where reading ends.
    End,
}

/// How letters are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caps {
    /// As they come.
    None,
    /// Small capitals, where the face has them.
    Small,
    /// Capitals.
    Upper,
}

/// Where a thing stands along an axis of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Valign {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// What a gradient passes along, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Axis {
    /// From the top to the bottom.
    Down,
    /// From the side where reading starts to the other.
    Across,
}

/// An edge of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// The upper one.
    Top,
    /// The lower one.
    Bottom,
}
