//! Identifiers: UUID v7, native `uuid` on PostgreSQL, 16 bytes on SQLite.

/// Declares id types: `ids!(/// A person. PersonId, …)`. Each is a UUID that cannot be mistaken for another kind of id.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive($crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "kernel::serde", transparent)]
        pub struct $name(pub $crate::uuid::Uuid);

        impl From<$crate::uuid::Uuid> for $name {
            fn from(it: $crate::uuid::Uuid) -> Self {
                Self(it)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::uuid::Error;
            fn from_str(it: &str) -> Result<Self, Self::Err> {
                it.parse().map(Self)
            }
        }
        impl $crate::Stored for $name {
            fn put(&self) -> $crate::Value {
                $crate::Value::Uuid(self.0)
            }
            fn take(it: $crate::Value) -> Result<Self, $crate::BadValue> {
                <$crate::uuid::Uuid as $crate::Stored>::take(it).map(Self)
            }
        }
        impl $crate::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $crate::schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    )+ };
}

crate::ids!(
    /// A person whom the hub has a record of: child, adult, parent or suspect alike.
    PersonId,
    /// Somebody with an account. Never the same thing as a person of the record.
    UserId,
    /// An agency of the partnership. Its code in the configuration is stable; this id is derived from it.
    AgencyId,
);
