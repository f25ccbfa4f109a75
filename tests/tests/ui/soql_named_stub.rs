use std::fmt;

use sf_runtime::{Client, Error, soql};

soql!(
    /// With what was meant, and what was written.
    pub struct OpenDeal: "SELECT Id, Nam, StageName, Account.Nmae, Ownr.Name, Owner.Emal,
                          (SELECT Id, Qantity FROM OpportunityLineItms)
                          FROM Opportunity WHERE Amount > :min AND Nam != :name"
);

soql!(pub struct Company: "SELECT Id, Name, Zebra, COUNT(Id) n FROM Acount");
soql!(pub struct Unfiltered: "SELECT Id, Name, Description FROM Account WHERE Description = 'x'");
soql!(struct NoQuery: "SELEC Id");

// What is wrong was said above. Of what follows nothing is wrong but the last line, which shows that
// the fields have their types.

impl fmt::Display for OpenDeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.name, self.nam, self.stage_name)
    }
}

impl NoQuery {
    fn total(&self) -> i32 {
        self.anything + 1
    }
}

async fn deals(sf: &Client) -> Result<(), Error> {
    for deal in OpenDeal::query(5, "x").fetch_all(sf).await? {
        let name: &String = &deal.name;
        println!("{} {name} {}", deal.id, deal.nam.to_uppercase());
        println!("{:?}", deal.account.as_ref().map(|account| &account.name));
        println!("{} {}", deal.owner.name, deal.ownr.name);
        println!("{:?}", deal.owner.email);
        for item in &deal.opportunity_line_items.records {
            println!("{:?}", item.as_ref().map(|item| item.quantity));
        }
        println!("{}", deal.opportunity_line_itms.len());
    }
    for company in Company::query().fetch_all(sf).await? {
        println!("{:?} {:?} {}", company.id, company.name, company.zebra.trim());
    }
    for row in Unfiltered::query().fetch_all(sf).await? {
        println!("{} {:?}", row.name.trim(), row.description.as_deref());
    }
    let rows: Vec<NoQuery> = NoQuery::query(7).fetch_all(sf).await?;
    println!("{} {}", rows[0].anything, rows[0].total());
    let deals = OpenDeal::query(5, "x").fetch_all(sf).await?;
    let typed: u32 = deals[0].name;
    Ok(())
}

fn main() {}
//~ no field `Nam` on Opportunity: did you mean `Name`?
//~ no field `Nmae` on Account: did you mean `Name`?
//~ no relationship `Ownr` on Opportunity: did you mean `Owner`?
//~ no field `Emal` on User: did you mean `Email`?
//~ no child relationship `OpportunityLineItms` on Opportunity: did you mean `OpportunityLineItems`?
//~ no object `Acount`: did you mean `Account`?
//~ field `Description` of Account cannot be filtered
//~ expected `u32`, found `String`
