//! Page frame, components, forms, lists, errors: what a person sees, drawn on the server and complete without scripts.
//! Nothing here knows a room; `kernel` is all it stands on.

mod address;
mod asked;
mod assets;
mod design;
mod headers;
mod html;
mod list;
mod page;
mod parts;
mod refused;
mod standard;

pub use address::{address, decode, encode, own_path, parse_form};
pub use asked::{Answer, Asked, Field, Typed, parse_day};
pub use assets::{asset, asset_routes, assets_built};
pub use design::{Sample, design};
pub use headers::{common_headers, download_headers, page_headers, sign_out_header};
pub use html::{Attributes, Html, draw, text};
pub use list::{Column, List, Place, csv, csv_cell, list_of};
pub use page::Page;
pub use parts::*;
pub use refused::{About, Problem, problem, refused, see, show_refused, status_of};
pub use standard::{
    Differs, Shown, busy, confirm, conflict, cookies, fault, may_not, not_found, rule_says_no, sign_in_needed,
    signed_out, something_changed, statement, too_many,
};

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// Sets headers of an answer; one whose value cannot be a header is left out.
pub fn set_headers(answer: &mut Response, all: Vec<(&'static str, String)>) {
    for (name, value) in all {
        if let Ok(value) = HeaderValue::try_from(value) {
            answer.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
}
