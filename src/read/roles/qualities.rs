//! The names of the qualities that paragraphs are seen by: what the model's table weighs.

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A quality of a paragraph.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::read) enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            /// Every quality with its key in the model.
            pub(in crate::read) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $key),)*];
        }
    };
}

features! {
    /// Always there.
    Always = "always",
    /// Ends in a question.
    Asks = "asks",
    /// Ends in a question after many words.
    AsksAtLength = "asks-at-length",
    /// Holds a question, and goes on.
    AsksInside = "asks-inside",
    /// Holds a question in its last third, and goes on.
    AsksLate = "asks-late",
    /// Up to two words.
    Tiny = "tiny",
    /// Up to six.
    Short = "short",
    /// Up to fifteen.
    Brief = "brief",
    /// Up to forty.
    Middling = "middling",
    /// Up to ninety.
    Long = "long",
    /// More.
    VeryLong = "very-long",
    /// Ends with a sentence that does not ask.
    States = "states",
    /// Ends in a colon.
    Announces = "announces",
    /// Has the mark that questions have on this page.
    HasQuestionMark = "has-mark-of-questions",
    /// Lacks it.
    LacksQuestionMark = "lacks-mark-of-questions",
    /// The markup says heading.
    Heading = "heading",
    /// The markup says caption.
    Caption = "caption",
    /// The markup sets it apart.
    Aside = "aside",
    /// The markup says quotation.
    Quotation = "quotation",
    /// An item of a list.
    ListItem = "list-item",
    /// Bold.
    Bold = "bold",
    /// Italic.
    Italic = "italic",
    /// Begins with a name and a colon.
    Labelled = "labelled",
    /// How much it speaks of you.
    You = "you",
    /// How much it speaks of me.
    Me = "me",
    /// How much it speaks of others.
    Others = "others",
    /// Begins as questions do.
    BeginsAsking = "begins-asking",
    /// Begins as answers do.
    BeginsReplying = "begins-replying",
    /// Is a button or a menu.
    Furniture = "furniture",
    /// Holds a phrase of notices.
    Notice = "notice",
    /// Holds a phrase of captions, and is short.
    OfPicture = "of-picture",
    /// Holds a phrase of bylines, and is short.
    OfAuthor = "of-author",
    /// Holds a phrase of intros.
    OfIntro = "of-intro",
    /// Holds a sign that sentences do not have.
    Sign = "sign",
    /// Is the title.
    IsTitle = "is-title",
    /// Stands before the title.
    BeforeTitle = "before-title",
    /// Stands before the first question.
    BeforeQuestions = "before-questions",
    /// Stands after the last answer that a question could have.
    AfterQuestions = "after-questions",
    /// Stands among the last paragraphs.
    Late = "late",
    /// Names the guest.
    NamesGuest = "names-guest",
    /// Begins with the guest's name, and is short.
    BeginsWithGuest = "begins-with-guest",
    /// Holds names and nothing else.
    OnlyNames = "only-names",
    /// In capitals.
    Capitals = "capitals",
    /// Most of its words begin with capitals.
    TitleCase = "title-case",
    /// Stands in another paragraph too.
    Repeats = "repeats",
    /// In quotation marks from end to end.
    Quoted = "quoted",
    /// A year or a time in few words.
    Dated = "dated",
    /// Follows a question.
    FollowsQuestion = "follows-question",
    /// Comes before a question.
    PrecedesQuestion = "precedes-question",
    /// Stands on the line right below the paragraph before, though this page has blank lines.
    JoinsPrevious = "joins-previous",
    /// Calls the guest by their first name.
    CallsGuest = "calls-guest",
    /// Says what people say who lead a conversation.
    Leads = "leads",
    /// Says what guests say.
    Guestly = "guestly",
    /// Follows a colon.
    FollowsAnnouncement = "follows-announcement",
    /// A request in few words.
    Requests = "requests",
    /// Few words and no end of a sentence.
    Fragment = "fragment",
    /// Begins with "I", or the like.
    BeginsWithMe = "begins-with-me",
    /// Begins with a question, and goes on.
    AsksFirst = "asks-first",
    /// Stands in a list that a colon announced.
    Listed = "listed",
    /// Asks in the order of its first words, without a question mark.
    AsksUnmarked = "asks-unmarked",
    /// Praises what was said.
    Praises = "praises",
    /// Shorter than what follows questions on this page.
    Shorter = "shorter",
    /// Longer than that.
    Longer = "longer",
}

macro_rules! links {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A quality of two neighbouring paragraphs: what it says for their being of one speaker, or of two.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::read) enum Link { $($(#[$doc])* $name,)* }

        impl Link {
            /// Every quality with its key in the model.
            pub(in crate::read) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $key),)*];
        }
    };
}

links! {
    /// The second begins as answers do.
    Replies = "replies",
    /// The second begins as what goes on does.
    GoesOn = "goes-on",
    /// The second is short.
    Short = "short",
    /// The first is short.
    AfterShort = "after-short",
    /// The second asks.
    Asks = "asks",
    /// The first asks.
    AfterQuestion = "after-question",
    /// The second says what people say who lead a conversation.
    Leads = "leads",
    /// They stand on adjoining lines.
    Adjoins = "adjoins",
    /// The second stands in a list that a colon announced.
    Listed = "listed",
    /// How much this page takes turns at every paragraph.
    Alternates = "alternates",
    /// How much its words are spoken.
    Spoken = "spoken",
    /// The first is very long.
    AfterLong = "after-long",
    /// The second is very long.
    Long = "long",
    /// The second is praise.
    Praises = "praises",
    /// The second goes on after dots.
    Resumes = "resumes",
    /// Always.
    Always = "always",
}

/// How many qualities two neighbours have.
pub(in crate::read) const N_LINKS: usize = Link::ALL.len();

/// How many qualities there are.
pub(in crate::read) const N_FEATURES: usize = Feature::ALL.len();

/// The qualities of one paragraph.
pub(in crate::read) type Values = [f32; N_FEATURES];

/// The qualities of a paragraph and the one before it; the first has none.
pub(in crate::read) type Links = [f32; N_LINKS];
