//! A [`Quote`](crate::quote::Quote) in, a [`Scene`](crate::scene::Scene) out.

mod breaks;
mod fit;
mod itemize;
mod paragraph;
mod place;
mod punctuate;
mod segment;
mod shape;
