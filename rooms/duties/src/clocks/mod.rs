//! Every clock with *why this date*, the reason for being late, a later day where its source allows one. Which clocks
//! there are is configuration; the rules are the mechanism `clock`.

pub(crate) mod api;
pub(crate) mod deeds;
pub(crate) mod pages;
pub(crate) mod panels;
