//! The name that somebody most likely meant.

/// The nearest of the names, if one is near enough: case aside, a third of its letters differ at
/// most.
pub(crate) fn nearest<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(LONGEST).collect();
    let most = (wanted.len() / 3).max(1);
    names
        .into_iter()
        .map(|name| (distance(&wanted, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// No API name is longer.
const LONGEST: usize = 80;

/// How many letters must be put in, left out or changed.
fn distance(wanted: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (place, letter) in name.to_lowercase().chars().take(LONGEST).enumerate() {
        let mut diagonal = place;
        let mut left = place + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(wanted) {
            let changed = diagonal + usize::from(*other != letter);
            diagonal = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let names = ["Industry", "Name", "NumberOfEmployees", "Description"];
        for (wanted, expected) in [
            ("Industri", Some("Industry")),
            ("industry", Some("Industry")),
            ("Nmae", None),
            ("Nam", Some("Name")),
            ("NumberOfEmploye", Some("NumberOfEmployees")),
            ("Website", None),
            ("", None),
        ] {
            assert_eq!(nearest(wanted, names), expected, "{wanted}");
        }
    }
}
