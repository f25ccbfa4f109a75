//! The work that a text makes, counted where this package is tested: that time is linear in the text is
//! shown by numbers which no machine is too slow for.
//!
//! A step is a character of the lexer, a token of the parser, or a part of a query that a rule looks at.
//! Outside of tests nothing is counted.

#[cfg(test)]
thread_local! {
    static TAKEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many steps are taken.
#[inline]
pub(crate) fn step(count: usize) {
    #[cfg(test)]
    TAKEN.with(|taken| taken.set(taken.get().saturating_add(count)));
    #[cfg(not(test))]
    let _ = count;
}

/// The steps that some work takes.
#[cfg(test)]
pub(crate) fn of<T>(work: impl FnOnce() -> T) -> usize {
    let before = TAKEN.with(std::cell::Cell::get);
    work();
    TAKEN.with(std::cell::Cell::get) - before
}

/// Fails unless the work for a text takes so many steps a byte at most, which no work that is more
/// than linear does for a text of any length.
#[cfg(test)]
pub(crate) fn assert_bounded(what: &str, most: usize, text: &str, work: impl Fn(&str)) {
    let (bytes, steps) = (text.len(), of(|| work(text)));
    assert!(steps > 0, "{what}: nothing is counted");
    assert!(
        steps <= most * bytes + 10_000,
        "{what}: {steps} steps for {bytes} bytes"
    );
}

/// Fails unless the work for a text takes so many steps a byte at most, and for twice the text not
/// much more than twice as many.
#[cfg(test)]
pub(crate) fn assert_linear(
    what: &str,
    most: usize,
    text: impl Fn(usize) -> String,
    work: fn(&str),
) {
    const SIZE: usize = 10_000;
    let of = |size: usize| {
        let text = text(size);
        (text.len(), of(|| work(&text)))
    };
    let ((once, few), (twice, many)) = (of(SIZE), of(2 * SIZE));
    assert!(few > 0, "{what}: nothing is counted");
    for (bytes, steps) in [(once, few), (twice, many)] {
        assert!(
            steps <= most * bytes + 10_000,
            "{what}: {steps} steps for {bytes} bytes"
        );
    }
    assert!(
        many * once * 4 <= few * twice * 5 + 5_000 * once * 4,
        "{what}: {few} steps for {once} bytes, and {many} for {twice}"
    );
}
