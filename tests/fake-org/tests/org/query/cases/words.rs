//! The org's words for what the checker finds, written down from what orgs were seen to answer.

/// What the checker says, `*` for any text, and what the org says: `$0` is the first of these texts,
/// `$.0` the same without the path before a field. The first that fits counts.
const WORDS: [(&str, &str); 50] = [
    (
        "no object `*`",
        "sObject type '$0' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. $WSDL",
    ),
    (
        "`*` is a path, and FROM names one object",
        "sObject type '$0' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. $WSDL",
    ),
    (
        "no field `*` on *: ",
        "No such column '$0' on entity '$1'. $COLUMN $WSDL",
    ),
    (
        "no field `*` on *",
        "No such column '$0' on entity '$1'. $COLUMN $WSDL",
    ),
    (
        "`*` of * is a relationship, not a field",
        "No such column '$0' on entity '$1'. $COLUMN $WSDL",
    ),
    (
        "no relationship `*` on ",
        "Didn't understand relationship '$0' in field path. $RELATIONSHIP $WSDL",
    ),
    (
        "no child relationship `*` on ",
        "Didn't understand relationship '$0' in FROM part of query call. $RELATIONSHIP $WSDL",
    ),
    (
        "`*` is not the outer object",
        "Didn't understand relationship '$0' in FROM part of query call. $RELATIONSHIP $WSDL",
    ),
    (
        "field `*` of * cannot be filtered: ",
        "field '$0' can not be filtered in a query call",
    ),
    (
        "field `*` of * cannot be sorted: ",
        "field '$0' can not be sorted in a query call",
    ),
    (
        "field `*` of * cannot be grouped: ",
        "field '$0' can not be grouped in a query call",
    ),
    (
        "field `*` of * does not take *: ",
        "field $0 does not support aggregate operator $2",
    ),
    ("`*` is selected twice", "duplicate field selected: $.0"),
    // Which of several is named first, the order of describe decides.
    (
        "FIELDS(STANDARD) selects `*` again",
        "duplicate field selected: $0",
    ),
    (
        "a field cannot have an alias",
        "only aggregate expressions use field aliasing",
    ),
    (
        "a sub-query cannot have an alias",
        "only aggregate expressions use field aliasing",
    ),
    (
        "TYPEOF cannot have an alias",
        "only aggregate expressions use field aliasing",
    ),
    (
        "FIELDS() cannot have an alias",
        "only aggregate expressions use field aliasing",
    ),
    (
        "`*` must be grouped or aggregated to order by it",
        "Ordered field must be grouped or aggregated: $.0",
    ),
    (
        "`*` must be grouped or aggregated",
        "Field must be grouped or aggregated: $.0",
    ),
    (
        "`*` is grouped, and cannot be aggregated as well",
        "Grouped field should not be aggregated: $.0",
    ),
    (
        "`*` is grouped by twice",
        "duplicate grouping expression: $.0",
    ),
    (
        "`*` is an id and does not take ",
        "invalid operator on id field",
    ),
    (
        "`*` is a lookup and does not take ",
        "invalid operator on id field",
    ),
    (
        "`*` is a multi-select picklist and does not take ",
        "invalid operator on multipicklist field",
    ),
    (
        "`*` is a boolean, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type boolean and should not be enclosed in quotes",
    ),
    (
        "`*` is an integer, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type int and should not be enclosed in quotes",
    ),
    (
        "`*` is a number, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type double and should not be enclosed in quotes",
    ),
    (
        "`*` is a currency amount, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type double and should not be enclosed in quotes",
    ),
    (
        "`*` is a percentage, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type double and should not be enclosed in quotes",
    ),
    (
        "`*` is a date, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type date and should not be enclosed in quotes",
    ),
    (
        "`*` is a datetime, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type dateTime and should not be enclosed in quotes",
    ),
    (
        "`*` is a time, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type time and should not be enclosed in quotes",
    ),
    (
        "`*` is text, and cannot be compared with ",
        "value of filter criterion for field '$.0' must be of type string and should be enclosed in quotes",
    ),
    (
        "aggregates without GROUP BY give one row: LIMIT cannot be used",
        "Non-grouped query that uses overall aggregate functions cannot also use LIMIT",
    ),
    (
        "a sub-query cannot have aggregates",
        "only root queries support aggregate expressions",
    ),
    (
        "a sub-query cannot have GROUP BY",
        "only root queries support aggregate expressions",
    ),
    (
        "FIELDS(*) needs a LIMIT",
        "The SOQL FIELDS function must have a LIMIT of at most 200",
    ),
    (
        "a query has at most 2 semi-joins",
        "Maximum 2 semi join sub-selects are allowed",
    ),
    (
        "a semi-join cannot be joined with OR",
        "Semi join sub-selects are not allowed with the 'OR' operator",
    ),
    (
        "a semi-join cannot be in parentheses that hold an OR",
        "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
    ),
    (
        "a semi-join cannot be in another semi-join",
        "Nesting of semi join sub-selects is not supported",
    ),
    (
        "the inner query is of ",
        "The inner and outer selects should not be on the same object type",
    ),
    (
        "the inner query of a semi-join selects ids, and `*` is ",
        "semi join sub-selects can only query id fields, cannot use: '$lower'",
    ),
    (
        "the inner query of a semi-join cannot select the path ",
        "The inner select field cannot have more than one level of relationships",
    ),
    (
        "the left side of a semi-join cannot be the path ",
        "The left operand cannot have more than one level of relationships",
    ),
    (
        "`*` is an id of *, and the inner `*` one of ",
        "The selected field '$2' in the subquery and the left operand field in the where expression in the outer query '$0' should point to the same object type",
    ),
    (
        "* cannot be the object of a semi-join",
        "Entity '$0' is not supported for semi join inner selects",
    ),
    (
        "OFFSET is at most 2000",
        "Maximum SOQL offset allowed is 2000",
    ),
    (
        "a query has at most 2 levels",
        "SOQL statements cannot query aggregate relationships more than 1 level away from the root entity object.",
    ),
];

/// What several of them have.
const COMMON: [(&str, &str); 3] = [
    (
        "$COLUMN",
        "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.",
    ),
    (
        "$RELATIONSHIP",
        "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.",
    ),
    (
        "$WSDL",
        "Please reference your WSDL or the describe call for the appropriate names.",
    ),
];

/// The words of the org for a finding, where they are known.
pub(super) fn words(message: &str) -> Option<String> {
    let (parts, org) = WORDS
        .iter()
        .find_map(|(checker, org)| Some((parts(message, checker)?, *org)))?;
    let mut text = org.to_owned();
    for (name, common) in COMMON {
        text = text.replace(name, common);
    }
    for (at, part) in parts.iter().enumerate() {
        let field = part.rsplit('.').next().unwrap_or_default();
        text = text.replace("$lower", &field.to_lowercase());
        text = text
            .replace(&format!("$.{at}"), field)
            .replace(&format!("${at}"), part);
    }
    Some(text)
}

/// The texts in place of the `*` of a pattern, where the message begins as it does. A `*` at the end
/// takes all that is left.
fn parts<'m>(message: &'m str, pattern: &str) -> Option<Vec<&'m str>> {
    let mut texts = pattern.split('*');
    let mut left = message.strip_prefix(texts.next()?)?;
    let mut parts = Vec::new();
    for text in texts {
        let at = if text.is_empty() {
            left.len()
        } else {
            left.find(text)?
        };
        parts.push(left.get(..at)?);
        left = left.get(at + text.len()..)?;
    }
    Some(parts)
}
