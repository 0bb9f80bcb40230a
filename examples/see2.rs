use pullquote::{
    font::FontLibrary, format::Format, language::Language, quote::*, renderer::Renderer, theme::Theme,
};
fn main() {
    let fonts = FontLibrary::embedded();
    let mut r = Renderer::new(&fonts);
    let quotes = [
        (
            "ar",
            "الْخَيْلُ وَاللَّيْلُ وَالْبَيْدَاءُ تَعْرِفُنِي، وَالسَّيْفُ وَالرُّمْحُ وَالْقِرْطَاسُ وَالْقَلَمُ. هذا ما تعلمته في الورشة القديمة.",
            "ليلى حداد",
        ),
        ("he", "למדתי לחכות לפני שלמדתי לבשל, ורק אז הבנתי מה זה Slow Food בשנת 1998 (באמת).", "נועה לוי"),
        ("hi", "मैंने पहले इंतज़ार करना सीखा, फिर पकाना। रसोई में धैर्य ही सबसे बड़ा मसाला है।", "अनन्या राव"),
        ("th", "ความพยายามอยู่ที่ไหนความสำเร็จอยู่ที่นั่นเสมอแม้ในวันที่ฝนตกหนัก", "สมชาย ใจดี"),
        ("el", "Δεν έμαθα ποτέ να μαγειρεύω. Έμαθα να περιμένω, και αυτό ήταν όλο.", "Ελένη Παππά"),
        ("ru", "Я так и не научилась готовить. Я научилась ждать, и этого хватило.", "Анна Котова"),
        ("vi", "Tôi chưa bao giờ học nấu ăn. Tôi học cách chờ đợi, thế là đủ.", "Nguyễn Thị Ánh"),
        ("en", "Cooking is waiting 🍞 with friends 👩🏽‍🍳 and family 👨‍👩‍👧‍👦 in Wales 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️ always.", "Ada Brook"),
    ];
    for t in ["broadsheet", "midnight"] {
        let theme = Theme::builtin(t).unwrap();
        for (i, (lang, text, name)) in quotes.iter().enumerate() {
            let a = Attribution { name: (*name).into(), role: None, publication: None, date: None };
            let q = Quote::typed(text, a, Language::new(lang)).unwrap();
            match r.card(&q, &theme, &Format::builtin("square").unwrap()) {
                Ok(card) => {
                    std::fs::write(format!("/tmp/see/s-{t}-{i}.png"), &card.png).unwrap();
                    println!(
                        "{t} {i} {} lines {} bytes {}",
                        card.layout.quote_size.0,
                        card.layout.lines.len(),
                        card.png.len()
                    );
                }
                Err(e) => println!("{t} {i} {e}"),
            }
        }
    }
}
