//! A local org that enforces the describes of a snapshot, for tests of Salesforce clients.
