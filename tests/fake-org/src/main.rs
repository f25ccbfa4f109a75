//! The fake org on the command line.

fn main() {}
