//! What the command line says and how it ends: a case a file in `cmd`.
//!
//! `TRYCMD=overwrite cargo test --test cli` accepts what is printed now; read the difference before you commit it.

#[test]
fn the_command_line_says_what_the_cases_say() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
