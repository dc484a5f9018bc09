//! Words of the program inside an entry: never a sentence, never a name.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest code, in characters.
const LONGEST: usize = 120;

/// A word of the program or of the configuration (an action, a field group, a policy id). It has no spaces, no
/// control characters and no letters beyond ASCII, so that neither content nor a forged line can hide in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Code(Cow<'static, str>);

impl Code {
    /// From any text. What may not stand in a code becomes a hyphen and what is too long is cut: writing an entry
    /// never fails for the want of a good word.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if fits(text) { Self(Cow::Owned(text.to_owned())) } else { Self(Cow::Owned(cleaned(text))) }
    }

    /// The text of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn allowed(it: char) -> bool {
    it.is_ascii_alphanumeric() || "-_.:/@#".contains(it)
}

fn fits(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().all(allowed)
}

fn cleaned(text: &str) -> String {
    text.chars().take(LONGEST).map(|it| if allowed(it) { it } else { '-' }).collect()
}

impl From<&'static str> for Code {
    fn from(it: &'static str) -> Self {
        if fits(it) { Self(Cow::Borrowed(it)) } else { Self(Cow::Owned(cleaned(it))) }
    }
}

impl From<String> for Code {
    fn from(it: String) -> Self {
        if fits(&it) { Self(Cow::Owned(it)) } else { Self(Cow::Owned(cleaned(&it))) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
