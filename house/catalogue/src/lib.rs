//! A partnership's dated configuration: load, check, diff, apply.
