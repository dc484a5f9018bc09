//! Enums of our own words: one list gives the enum, its stored spelling, its label for people, and its JSON schema.

/// Declares an enum whose stored spelling and label stand beside each case:
/// `words! { /// doc pub enum Kind { Letter = "letter" / "A letter" } }`.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$cdoc:meta])* $case:ident = $text:literal / $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive($crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "kernel::serde")]
        pub enum $name { $($(#[$cdoc])* #[serde(rename = $text)] $case),+ }

        impl $name {
            /// Every case, in order.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];
            /// The stored spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text),+ }
            }
            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$case => $label),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(it: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|case| case.as_str() == it).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|case| case.as_str()).collect();
                    format!("{it:?} is none of {}", all.join(", "))
                })
            }
        }
        impl $crate::Stored for $name {
            fn put(&self) -> $crate::Value {
                $crate::Value::Text(self.as_str().to_owned())
            }
            fn take(it: $crate::Value) -> Result<Self, $crate::BadValue> {
                match &it {
                    $crate::Value::Text(text) => text.parse().map_err(|_| $crate::BadValue::new(stringify!($name), &it)),
                    other => Err($crate::BadValue::new(stringify!($name), other)),
                }
            }
        }
        impl $crate::schemars::JsonSchema for $name {
            // Several crates have a word of the same name, such as `State`: each stands where it is used.
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $crate::schemars::json_schema!({ "type": "string", "enum": [$($text),+] })
            }
        }
    };
}
