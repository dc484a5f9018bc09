//! May this user do this to that, and why; the narrowing of lists.
//!
//! The rules are Cedar policies: `policies/` at the root of the repository and each room's `policy.cedar`, strictly
//! validated against a schema made from the list of actions. Cedar sees the roles of who asks, the action and twenty
//! facts about the thing ([`Fact`]), nothing else; so decisions are remembered across requests, and a list is narrowed
//! by a condition found by asking Cedar itself. Whatever goes wrong, the answer is no.

pub mod action;
mod ask;
mod condition;
mod decide;
mod explain;
mod fact;
mod grid;
mod load;
mod memo;
mod principal;
mod role;
#[cfg(test)]
mod tests;

pub use action::{Action, Sort};
pub use condition::Condition;
pub use decide::{Decision, Policy};
pub use fact::{Fact, Facts};
pub use load::{Problem, Rule};
pub use principal::{Principal, Seat};
pub use role::{Role, group};

/// The shared rules, embedded: file name and text.
#[must_use]
pub const fn shared() -> &'static [(&'static str, &'static str)] {
    &[
        ("viewing.cedar", include_str!("../../../policies/viewing.cedar")),
        ("referrals.cedar", include_str!("../../../policies/referrals.cedar")),
        ("people.cedar", include_str!("../../../policies/people.cedar")),
        ("record.cedar", include_str!("../../../policies/record.cedar")),
        ("glass.cedar", include_str!("../../../policies/glass.cedar")),
        ("administration.cedar", include_str!("../../../policies/administration.cedar")),
        ("trust.cedar", include_str!("../../../policies/trust.cedar")),
        ("forbids.cedar", include_str!("../../../policies/forbids.cedar")),
    ]
}
