//! What users can rely on: the rules by themselves, and clocks through the door.

mod house;
mod rules;
mod through_the_door;
