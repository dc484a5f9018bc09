//! Words that the partnership says: on public pages, in messages, and in place of phrases that blame a victim.

kernel::words! {
    /// Where words are said.
    pub enum WordsKind {
        /// On a page.
        Page = "page" / "Page",
        /// As a banner on top of a page or question.
        Banner = "banner" / "Banner",
        /// To the referrer, on a page they can open.
        Message = "message" / "Message",
        /// In a mail. Mails carry a reference, never a name or a fact.
        Mail = "mail" / "Mail",
    }
}

dated! {
    /// Words with placeholders such as `{reference}`. Paragraphs are separated by an empty line; `- ` begins a list item.
    pub struct Words {
        /// Their stable id, such as `refer-intro`.
        pub id: String,
        /// Where they are said.
        pub kind: WordsKind,
        /// Their title, or the subject of a mail.
        pub title: String,
        /// What they say.
        pub text: String,
    }
}

dated! {
    /// A phrase that blames a victim, and what to write instead.
    pub struct Phrase {
        /// The phrase in lower case, found as whole words.
        pub avoid: String,
        /// Better words.
        pub better: String,
        /// Why.
        pub why: String,
    }
}

impl Words {
    /// The text with its placeholders filled; one that is not given stays as it is.
    #[must_use]
    pub fn with(&self, fill: &[(&str, &str)]) -> String {
        fill.iter().fold(self.text.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
