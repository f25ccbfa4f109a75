//! What the org says of a finding: its own words where they are known, else those of the checker.
//!
//! Findings are told apart by the names of their rules, which `sf_schema::soql::check` lists with the
//! rows of the table; the numbers here are those rows. What the parser finds is in the org's words
//! already.
//!
//! Must not know: schema, records, how the place is shown.

use sf_schema::diagnostic::Diagnostic;

use super::error::Refusal;

const WSDL: &str = "Please reference your WSDL or the describe call for the appropriate names.";

/// The org's answer to a finding.
pub(super) fn refusal(finding: &Diagnostic) -> Refusal {
    let names: Vec<&str> = finding.names.iter().map(String::as_str).collect();
    let message = org(finding.rule, &names).unwrap_or_else(|| finding.message.clone());
    match finding.rule {
        // What describe names and the snapshot lacks is not there for anyone who asks.
        "not_in_snapshot" => Refusal::new("INVALID_TYPE", message, finding.span),
        // Seen without a place. [R]
        "unbounded_fields" => Refusal::without_place(finding.code, message),
        _ => Refusal::new(finding.code, message, finding.span),
    }
}

/// The words of the org; none where they are not known.
fn org(rule: &str, names: &[&str]) -> Option<String> {
    Some(match (rule, names) {
        // Row 1. [R]
        ("unknown_object" | "not_in_snapshot", [name]) => format!(
            "sObject type '{name}' is not supported. If you are attempting to use a custom object, \
             be sure to append the '__c' after the entity name. {WSDL}"
        ),
        // Row 1. [?]
        ("not_queryable", [object]) => format!("entity type {object} does not support query"),
        // Rows 2 and 5. [R]
        ("unknown_field" | "polymorphic_field", [name, entity]) => format!(
            "No such column '{name}' on entity '{entity}'. If you are attempting to use a custom \
             field, be sure to append the '__c' after the custom field name. {WSDL}"
        ),
        // Row 3. [R]
        ("unknown_relationship", [name]) => format!(
            "Didn't understand relationship '{name}' in field path. If you are attempting to use a \
             custom relationship, be sure to append the '__r' after the custom relationship name. \
             {WSDL}"
        ),
        // Row 4. [R]
        ("unknown_child", [name]) => format!(
            "Didn't understand relationship '{name}' in FROM part of query call. If you are \
             attempting to use a custom relationship, be sure to append the '__r' after the custom \
             relationship name. {WSDL}"
        ),
        // Rows 6 to 8. [R]
        ("not_filterable", [field]) => {
            format!("field '{field}' can not be filtered in a query call")
        }
        ("not_sortable", [field]) => format!("field '{field}' can not be sorted in a query call"),
        ("not_groupable", [field]) => format!("field '{field}' can not be grouped in a query call"),
        // Row 9. [R]
        ("not_aggregatable", [field, function]) => {
            format!("field {field} does not support aggregate operator {function}")
        }
        // Row 10. [R], but for text [?]
        ("wrong_type", [field, kind]) => {
            let (kind, quotes) = wanted(kind);
            format!(
                "value of filter criterion for field '{field}' must be of type {kind} and {quotes} \
                 enclosed in quotes"
            )
        }
        // Row 11. [R] of ids and multi-select picklists
        ("wrong_operator", ["reference"]) => "invalid operator on id field".to_owned(),
        ("wrong_operator", [kind]) => format!("invalid operator on {kind} field"),
        // Row 12. [?]
        ("malformed_id", [text]) => format!("invalid ID field: {text}"),
        // Row 13. [D66]
        ("duplicate_field" | "wrapped_field", [field]) => {
            format!("duplicate field selected: {field}")
        }
        // Row 14. [R]
        ("misplaced_alias", _) => "only aggregate expressions use field aliasing".to_owned(),
        // Rows 15 and 16. [R]
        ("ungrouped", [field]) => format!("Field must be grouped or aggregated: {field}"),
        ("grouped_and_aggregated", [field]) => {
            format!("Grouped field should not be aggregated: {field}")
        }
        // Row 17. [E]
        ("duplicate_group", [field]) => format!("duplicate grouping expression: {field}"),
        // Row 18. [R]
        ("ungrouped_order", [field]) => {
            format!("Ordered field must be grouped or aggregated: {field}")
        }
        // Rows 19 to 21. [R]
        ("limited_aggregate", _) => {
            "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
                .to_owned()
        }
        ("aggregate_in_child", _) => "only root queries support aggregate expressions".to_owned(),
        ("unbounded_fields", _) => {
            "The SOQL FIELDS function must have a LIMIT of at most 200".to_owned()
        }
        // Row 21. [D66]
        ("empty_fields", _) => "'FIELDS(...)' expansion function must result in at least one \
                                field being selected."
            .to_owned(),
        _ => return semi_join(rule, names).or_else(|| limit(rule, names)),
    })
}

/// The type of row 10, and whether its values are quoted.
fn wanted(kind: &str) -> (&str, &'static str) {
    match kind {
        "long" => ("int", "should not be"),
        "currency" | "percent" => ("double", "should not be"),
        "datetime" => ("dateTime", "should not be"),
        "int" | "double" | "boolean" | "date" | "time" => (kind, "should not be"),
        _ => ("string", "should be"),
    }
}

/// Rows 22 to 32. [R], but for row 30 [?]
fn semi_join(rule: &str, names: &[&str]) -> Option<String> {
    let words = match (rule, names) {
        ("too_many_semi_joins", _) => "Maximum 2 semi join sub-selects are allowed",
        ("semi_join_with_or", _) => "Semi join sub-selects are not allowed with the 'OR' operator",
        ("semi_join_below_top", _) => {
            "Semi join sub-selects are only allowed at the top level WHERE expressions and not in \
             nested WHERE expressions."
        }
        ("nested_semi_join", ["another semi-join"]) => {
            "Nesting of semi join sub-selects is not supported"
        }
        ("same_object", _) => "The inner and outer selects should not be on the same object type",
        ("inner_path", _) => {
            "The inner select field cannot have more than one level of relationships"
        }
        ("left_path", _) => "The left operand cannot have more than one level of relationships",
        ("inner_field", [field]) => {
            let field = field.to_lowercase();
            return Some(format!(
                "semi join sub-selects can only query id fields, cannot use: '{field}'"
            ));
        }
        ("left_field", [field]) => {
            return Some(format!(
                "The left operand field in the where expression for outer query should be an id \
                 field, cannot use: '{field}'"
            ));
        }
        ("different_objects", [inner, outer]) => {
            return Some(format!(
                "The selected field '{inner}' in the subquery and the left operand field in the \
                 where expression in the outer query '{outer}' should point to the same object type"
            ));
        }
        ("banned_inner_object", [object]) => {
            return Some(format!(
                "Entity '{object}' is not supported for semi join inner selects"
            ));
        }
        _ => return None,
    };
    Some(words.to_owned())
}

/// Rows 34, 37 and 42, and a rule that has no row.
fn limit(rule: &str, names: &[&str]) -> Option<String> {
    Some(match (rule, names) {
        // [R] of the two levels of old; what is said of five is not known.
        ("too_deep", [levels]) => {
            let away = levels.parse::<u32>().ok()?.checked_sub(1)?;
            format!(
                "SOQL statements cannot query aggregate relationships more than {away} level away \
                 from the root entity object."
            )
        }
        // [R]
        ("high_offset", _) => "Maximum SOQL offset allowed is 2000".to_owned(),
        // What FOR UPDATE says of ORDER BY. [E]
        ("locked_order", _) => {
            "Explicit ORDER BY not allowed when locking rows (Id order is implied)".to_owned()
        }
        // [M]
        ("unknown_scope", [name]) => format!("Invalid filter scope: {name}"),
        _ => return None,
    })
}
