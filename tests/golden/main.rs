//! Pictures that somebody has looked at. `README.md` beside this file says how to add and accept them.

#[path = "../shared/boat.rs"]
mod boat;
mod cards;
mod harness;
mod looks;
mod painted;

#[test]
fn pictures_look_as_they_did() {
    harness::check(
        painted::cases().into_iter().chain(cards::cases()).chain(looks::cases()).chain([looks::sheet()]),
    );
}
