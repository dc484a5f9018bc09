//! The typed data of a catalogue, without any evaluation: rules live in the mechanisms that use it.

pub(crate) mod agency;
pub(crate) mod area;
pub(crate) mod calendar;
pub(crate) mod clock;
mod clock_words;
pub(crate) mod code;
pub(crate) mod form;
mod form_words;
pub(crate) mod instrument;
pub(crate) mod partnership;
pub(crate) mod pathway;
pub(crate) mod words;
