//! A [`Quote`](crate::quote::Quote) in, a [`Scene`](crate::scene::Scene) out.

mod itemize;
mod shape;
