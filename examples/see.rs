use pullquote::{
    font::FontLibrary, format::Format, language::Language, quote::*, renderer::Renderer, theme::Theme,
};
fn main() {
    let fonts = FontLibrary::embedded();
    let mut r = Renderer::new(&fonts);
    let quotes = [
        ("I never learned to cook. I learned to wait.", "Teo Marchetti", Some("baker, Forno Alba"), None),
        (
            "The first edit tells you what you shot. The second one tells you what you should have asked in the first place.",
            "Tomasz Oyelaran",
            Some("documentary editor"),
            Some("Harbour Review"),
        ),
        (
            "People think restoration means making a thing look new. It is the opposite. You spend a whole winter taking away one bad decision after another, until the wood remembers what it was for, and then you stop.",
            "Ines Calvacante",
            Some("furniture restorer"),
            Some("The Long Conversation"),
        ),
        (
            "A kitchen is loud because nobody has time to be polite, and honest because nobody has time to be clever. You learn more about a person in one bad service than in ten good dinners, and if they still make the staff meal with care at five o'clock the next day, you keep them, whatever their hands have done to the sauce.",
            "Soraya Whitcombe-Sørensen",
            Some("executive chef and co-founder of The Glass Pantry"),
            Some("Table Talk"),
        ),
    ];
    let args: Vec<String> = std::env::args().collect();
    let themes = ["broadsheet", "midnight", "poster", "split"];
    for t in themes {
        if args.len() > 1 && !args[1].contains(t) {
            continue;
        }
        let theme = Theme::builtin(t).unwrap();
        for f in ["og", "square", "portrait", "story"] {
            let format = Format::builtin(f).unwrap();
            for (i, (text, name, role, publication)) in quotes.iter().enumerate() {
                let a = Attribution {
                    name: (*name).into(),
                    role: role.map(Into::into),
                    publication: publication.map(Into::into),
                    date: (i == 1).then(|| "9 April 2026".into()),
                };
                let q = Quote::typed(text, a, Language::new("en")).unwrap();
                match r.card(&q, &theme, &format) {
                    Ok(card) => {
                        std::fs::write(format!("/tmp/see/{t}-{f}-{i}.png"), &card.png).unwrap();
                        println!(
                            "{t} {f} {i} {} lines {} bytes {}",
                            card.layout.quote_size.0,
                            card.layout.lines.len(),
                            card.png.len()
                        );
                    }
                    Err(e) => println!("{t} {f} {i} {e}"),
                }
            }
        }
    }
}
