//! A query checked against a schema: what the org would refuse, and what the query means.
//!
//! ```text
//! tree -> binder (names become objects and fields) -> bound query -> rules -> findings
//!                                                                 -> resolve -> resolution
//! ```
//!
//! Every rule is a function of its own in a file of its kind, and all are listed below by the rows of
//! this table. A rule looks at one query, the root or one inside it, and says nothing about what is
//! not known: a name without a meaning is one finding, whatever depends on it.
//!
//! A rule makes an error only of what the org is known to refuse; what it may refuse is a lint. The
//! code of an error is the org's. In comments D66 stands for Salesforce's documentation of API v66,
//! E for what only emulators are known to do, M for what is known without a source at hand, and ? for
//! what could not be confirmed.
//!
//! | row | what is refused | code |
//! |---|---|---|
//! | 1 | an object that there is not | `INVALID_TYPE` |
//! | 1 | an object that is not queryable | `INVALID_TYPE_FOR_OPERATION` |
//! | 2 | a field that there is not | `INVALID_FIELD` |
//! | 3 | a relationship to a parent that there is not | `INVALID_FIELD` |
//! | 4 | a child relationship that there is not | `INVALID_TYPE` |
//! | 5 | another field than those of `Name` through a polymorphic lookup | `INVALID_FIELD` |
//! | 6 | a filter by a field that is not filterable | `INVALID_FIELD` |
//! | 7 | an order by a field that is not sortable | `MALFORMED_QUERY` |
//! | 8 | a group by a field that is not groupable | `MALFORMED_QUERY` |
//! | 9 | an aggregate of a field that is not aggregatable, or no number | `MALFORMED_QUERY` |
//! | 10 | a value of another type than the field's | `INVALID_FIELD` |
//! | 11 | LIKE, INCLUDES, EXCLUDES, `<` on a type that does not take it | `INVALID_QUERY_FILTER_OPERATOR` |
//! | 12 | an id that is none | `INVALID_QUERY_FILTER_OPERATOR` |
//! | 13 | a field that is selected twice | `INVALID_FIELD` |
//! | 14 | an alias where none may be | `MALFORMED_QUERY` |
//! | 15 | a field that is neither grouped nor aggregated | `MALFORMED_QUERY` |
//! | 16 | a field that is both | `MALFORMED_QUERY` |
//! | 17 | a group by the same twice | `MALFORMED_QUERY` |
//! | 18 | an order by what is not grouped | `MALFORMED_QUERY` |
//! | 19 | LIMIT with aggregates over all records | `MALFORMED_QUERY` |
//! | 20 | an aggregate in a sub-query | `MALFORMED_QUERY` |
//! | 21 | `FIELDS(ALL)` and `FIELDS(CUSTOM)` without a bound, or of nothing | `MALFORMED_QUERY` |
//! | 22 | more than two semi-joins | `MALFORMED_QUERY` |
//! | 23, 24 | a semi-join with OR, in parentheses with OR, or under NOT | `MALFORMED_QUERY` |
//! | 25 | a semi-join in another one, in a sub-query, in HAVING | `MALFORMED_QUERY` |
//! | 26 | a semi-join on the same object | `MALFORMED_QUERY` |
//! | 27, 28 | an inner query that selects no id, or a path | `MALFORMED_QUERY` |
//! | 29, 30 | a left side that is a path, or no id | `MALFORMED_QUERY` |
//! | 31 | sides that are ids of different objects | `MALFORMED_QUERY` |
//! | 32 | a semi-join on an object that cannot be asked | `MALFORMED_QUERY` |
//! | 33 | an order, a limit, an aggregate in a semi-join | `MALFORMED_QUERY` |
//! | 34 | more than five levels of sub-queries | `MALFORMED_QUERY` |
//! | 35 | more than five lookups in a path | `MALFORMED_QUERY` |
//! | 36 | more than 20 child relationships, or 55 lookups | `MALFORMED_QUERY` |
//! | 37 | OFFSET beyond 2000 | `NUMBER_OUTSIDE_VALID_RANGE` |
//! | 38 | more than 100,000 characters | `MALFORMED_QUERY` |
//! | 39 | what is not SOQL | `MALFORMED_QUERY` |
//! | 40 | a bind where there is no macro to fill it | `MALFORMED_QUERY` |
//! | 41 | a function, TYPEOF, ROLLUP, GROUPING, DISTANCE out of place | `MALFORMED_QUERY` |
//! | 42 | a scope that the object does not have | `INVALID_QUERY_SCOPE` |
//! | 43 | nothing: the lints, see [`Lint`] | the lint's name |
//!
//! What describe names and the snapshot lacks has the code `not-in-snapshot`.
//!
//! A finding also has the name of its rule ([`Diagnostic::rule`]), which is that of the function in
//! the lists below; rows 23 and 24 are `semi_join_with_or` and `semi_join_below_top`. The parser's are
//! `semi_join_clause` (row 33), `too_long` (row 38), `syntax` (row 39) and `bind_without_macro` (row
//! 40). Its names ([`Diagnostic::names`]) are those of the message, fields without their path: of what is not
//! known the name as written, then the object; of a field what describe calls it, then the function
//! (row 9) or the type (row 10; for row 11 the type alone); the text that is no id; both fields of
//! row 31, the inner one first; the number of levels. Other rules may name nothing.
//!
//! Invariants: no rule runs a query, reads a file, or looks at an object that the query does not
//! touch (the targets of a polymorphic lookup aside, to offer a TYPEOF). Time is linear in the text,
//! for a schema.

mod binder;
mod bound;
mod keys;
mod objects;
mod options;
mod problem;
mod report;
mod resolution;
mod resolve;
mod scope;
#[cfg(feature = "uses")]
mod uses;

// The rules.
mod children;
mod clauses;
mod filters;
mod functions;
mod grouping;
mod ids;
mod limits;
mod literals;
mod names;
mod ordering;
mod paths;
mod platform;
mod select;
mod semi_joins;
mod type_of;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, in_order};
use crate::soql::tree::Query;
use crate::soql::{Options, parse_guessing};
use crate::steps::step;

pub use objects::{Lookup, Objects};
pub use options::{API_VERSION, CheckOptions, Lint, Lints};
pub use resolution::{
    BindPlace, BoundBind, Column, ColumnKind, Compared, FieldPath, Resolution, Rows, Selection,
    Step, TypeOfBranch, TypeOfColumn, ValueType,
};
#[cfg(feature = "uses")]
pub use uses::{Use, Used, UsedIn, uses};

use binder::Binder;
use bound::Bound;
use report::Report;

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<'a> {
    /// What was found, in the order of the text.
    pub findings: Vec<Diagnostic>,
    /// What the query means; none where a finding is an error.
    pub resolution: Option<Resolution<'a>>,
}

/// Checks a query that parsed without findings.
///
/// ```
/// use sf_schema::schema::{Field, FieldType, ObjectFlags};
/// use sf_schema::soql::{self, check::CheckOptions};
/// use sf_schema::{Name, Object, Schema};
///
/// let id = Field { name: Name::new("Id", "id"), data: FieldType::Id, ..Field::default() };
/// let industry = Field { name: Name::new("Industry", "industry"), ..Field::default() };
/// let schema = Schema::new([Object {
///     name: Name::new("Account", "Account"),
///     flags: ObjectFlags::QUERYABLE,
///     fields: vec![id, industry],
///     ..Object::default()
/// }])?;
///
/// let query = soql::parse("SELECT Id, Industri FROM Account", &soql::Options::default())
///     .into_result()
///     .expect("it parses");
/// let checked = soql::check(&query, &schema, &CheckOptions::default());
/// assert_eq!(checked.resolution, None);
/// assert_eq!(
///     checked.findings[0].to_string(),
///     "error[INVALID_FIELD]: no field `Industri` on Account (did you mean `Industry`?)",
/// );
/// assert_eq!(checked.findings[0].rule, "unknown_field");
/// assert_eq!(checked.findings[0].names, ["Industri", "Account"]);
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub fn check<'a>(
    query: &'a Query,
    objects: &'a dyn Objects,
    options: &CheckOptions,
) -> Checked<'a> {
    let bound = Binder { objects }.root(query);
    let mut report = Report::new(objects, options);
    run(NAMES, &bound, &mut report);
    run(RULES, &bound, &mut report);
    let resolution = if report.has_errors() {
        None
    } else {
        resolve::resolve(&bound)
    };
    Checked {
        findings: report.into_findings(),
        resolution,
    }
}

/// Parses a text and checks the query: everything that is wrong with it, in the order of the text.
///
/// Where the parser has findings the query has holes, so only the names in it are checked, and of
/// those only the ones that stand clear of what could not be read.
pub fn check_text(
    text: &str,
    options: &Options,
    objects: &dyn Objects,
    check_options: &CheckOptions,
) -> Vec<Diagnostic> {
    let (parsed, guesses) = parse_guessing(text, options);
    let Some(query) = &parsed.query else {
        return parsed.findings;
    };
    if parsed.findings.is_empty() {
        return check(query, objects, check_options).findings;
    }
    let bound = Binder { objects }.root(query);
    let mut report = Report::new(objects, check_options);
    run(NAMES, &bound, &mut report);
    let mut findings = parsed.findings;
    findings.extend(report.into_findings().into_iter().filter(|found| {
        let at = found.span.start;
        !guesses
            .iter()
            .any(|guess| guess.start <= at && at < guess.end)
    }));
    in_order(findings)
}

/// What a query selects, as far as it is known, whatever is wrong with it: enough for a stub of its
/// rows. None where the object is not known.
///
/// What is not known is a [`ColumnKind::Unknown`], unless nothing tells its name.
///
/// ```
/// use sf_schema::schema::{Field, FieldType, ObjectFlags};
/// use sf_schema::soql::{self, check::ColumnKind};
/// use sf_schema::{Name, Object, Schema};
///
/// let id = Field { name: Name::new("Id", "id"), data: FieldType::Id, ..Field::default() };
/// let schema = Schema::new([Object {
///     name: Name::new("Account", "Account"),
///     flags: ObjectFlags::QUERYABLE,
///     fields: vec![id],
///     ..Object::default()
/// }])?;
///
/// let query = soql::parse("SELECT Id, Nam FROM Account", &soql::Options::default())
///     .into_result()
///     .expect("it parses");
/// let selection = soql::check::sketch(&query, &schema).expect("the object is known");
/// assert!(matches!(selection.columns[0].kind, ColumnKind::Field(_)));
/// assert!(matches!(selection.columns[1].kind, ColumnKind::Unknown { .. }));
/// assert_eq!(selection.columns[1].key, "Nam");
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub fn sketch<'a>(query: &'a Query, objects: &'a dyn Objects) -> Option<Selection<'a>> {
    resolve::sketch(&Binder { objects }.root(query))
}

/// Looks at one query, with nothing but what is its own.
type Rule = fn(&Bound<'_>, &mut Report<'_>);

/// Rules with their names, which are those of the functions.
macro_rules! rules {
    ($($file:ident::$rule:ident,)*) => {
        &[$((stringify!($rule), $file::$rule)),*]
    };
}

/// The rules about names, which hold of a query with holes too.
const NAMES: &[(&str, Rule)] = rules![
    names::unknown_object,       // row 1
    names::not_queryable,        // row 1
    names::not_in_snapshot,      // 1 to 5, where nothing can be said
    paths::unknown_field,        // row 2
    paths::unknown_relationship, // row 3
    names::unknown_child,        // row 4
    paths::polymorphic_field,    // row 5
    paths::polymorphic_or_not,   // rows 2, 3 and 5
    type_of::not_a_target,       // row 41
];

/// All other rules. Rows 39 and 40, and the greater part of 33 and 38, are the parser's.
const RULES: &[(&str, Rule)] = rules![
    filters::not_filterable,          // row 6
    ordering::not_sortable,           // row 7
    grouping::not_groupable,          // row 8
    grouping::not_aggregatable,       // row 9
    literals::wrong_type,             // row 10
    literals::out_of_range,           // row 10
    filters::wrong_operator,          // row 11
    ids::malformed_id,                // row 12
    select::duplicate_field,          // row 13
    select::wrapped_field,            // row 13
    select::misplaced_alias,          // row 14
    grouping::ungrouped,              // row 15
    grouping::grouped_and_aggregated, // row 16
    grouping::duplicate_group,        // row 17
    ordering::ungrouped_order,        // row 18
    grouping::limited_aggregate,      // row 19
    grouping::aggregate_in_child,     // row 20
    select::unbounded_fields,         // row 21
    select::empty_fields,             // row 21
    semi_joins::too_many_semi_joins,  // row 22
    semi_joins::misplaced_semi_join,  // rows 23 and 24
    semi_joins::nested_semi_join,     // row 25
    semi_joins::same_object,          // row 26
    semi_joins::inner_field,          // rows 27 and 33
    semi_joins::inner_path,           // row 28
    semi_joins::left_path,            // row 29
    semi_joins::left_field,           // row 30
    semi_joins::different_objects,    // row 31
    semi_joins::banned_inner_object,  // row 32
    children::too_deep,               // row 34
    paths::too_many_hops,             // row 35
    children::too_many_children,      // row 36
    paths::too_many_parents,          // row 36
    limits::high_offset,              // row 37
    limits::long_query,               // row 38
    functions::unknown_function,      // row 41, as are the next ones
    functions::misplaced_function,
    functions::misnested_function,
    functions::wrong_argument,
    functions::ungrouped_date_function,
    functions::distance_arguments,
    functions::distance_type,
    functions::distance_unit,
    functions::distance_operator,
    functions::far_coordinate,
    literals::date_function_and_literal,
    literals::currency_in_having,
    grouping::bare_count,
    grouping::too_many_subtotals,
    grouping::grouping_function,
    type_of::not_polymorphic,
    type_of::selected_plainly,
    type_of::type_of_groups,
    type_of::repeated_branch,
    clauses::unknown_scope,           // row 42
    literals::unknown_picklist_value, // row 43, as are the next ones
    literals::null_of_required,
    literals::like_without_wildcard,
    literals::fraction,
    literals::impossible_date,
    ids::id_of_another_object,
    limits::offset_without_order,
    clauses::apex_only,
    names::deprecated_objects,
    paths::deprecated_fields,
    platform::missing_filter,
    // What the prose of the reference says besides its table.
    literals::null_order,
    literals::mixed_currencies,
    limits::odd_count,
    select::later_syntax,
    select::duplicate_name,
    select::duplicate_child,
    ordering::aggregate_order,
    ordering::long_order,
    children::child_scope,
    children::child_offset,
    children::child_clauses,
    clauses::locked_order,
    clauses::data_categories,
    platform::custom_metadata,
    platform::big_object,
    platform::doubtful_aggregate,
];

/// Every rule on a query, and on every query inside it.
fn run(rules: &[(&'static str, Rule)], query: &Bound<'_>, report: &mut Report<'_>) {
    for (name, rule) in rules {
        step(1);
        report.rule = name;
        rule(query, report);
    }
    for child in query.children() {
        run(rules, child, report);
    }
    for (_, inner) in query.semi_joins() {
        run(rules, inner, report);
    }
}
