//! Page frame, components, forms, lists, errors: what a person sees, drawn on the server and complete without scripts.
//! Nothing here knows a room; `kernel` is all it stands on.

mod asked;
mod html;
mod parts;

pub use asked::{Answer, Asked, Field, Typed, parse_day};
pub use html::{Attributes, Html, draw, text};
pub use parts::*;

#[cfg(test)]
mod fixtures;
