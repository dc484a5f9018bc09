//! The typed data of a catalogue, without any evaluation: rules live in the mechanisms that use it.

pub mod agency;
pub mod area;
pub mod calendar;
pub mod clock;
mod clock_words;
pub mod code;
pub mod form;
mod form_words;
pub mod instrument;
pub mod partnership;
pub mod pathway;
pub mod words;
