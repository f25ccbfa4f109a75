pub(crate) const FILE: &str = "resolution.txt";
