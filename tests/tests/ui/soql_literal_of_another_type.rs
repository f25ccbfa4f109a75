use sf_runtime::soql;

fn main() {
    let _ = soql!(
        "SELECT Id FROM Opportunity
         WHERE CloseDate > 2026-01-01T00:00:00Z AND Amount > '5' AND IsClosed = 1"
    );
}
//~ `CloseDate` is a date, and cannot be compared with a datetime
//~ `Amount` is a currency amount, and cannot be compared with text
//~ `IsClosed` is a boolean, and cannot be compared with a number
