//! A list is narrowed before it is anything else: count, page, search and export start from the same narrowed question.

use std::borrow::Cow;

use kernel::{PersonId, Refused, Value};
use policy::{Action, Fact, Facts};
use store::{Query, Read};

use crate::facts::fill;
use crate::reading::Reading;
use crate::refused;
use crate::sealed::{Content, OPENS, Plain};

/// The condition under which a row may be shown to this reader, with its values in order.
#[derive(Clone, Debug)]
pub struct Narrowed {
    /// SQL with `{}`.
    pub sql: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A page of a list: the rows, opened and noted, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Of how many.
    pub total: i64,
}

/// A row with the facts of its person, for the second look at what narrowing let through.
struct WithFacts<T> {
    row: T,
    bits: i64,
}

impl<T: Read> Read for WithFacts<T> {
    const NAMES: &'static [&'static str] = &[];
    fn read(cells: &mut dyn Iterator<Item = Value>) -> Result<Self, kernel::BadValue> {
        let bits = store::next(cells)?;
        Ok(Self { row: T::read(cells)?, bits })
    }
}

/// The facts that a row of `T` has of its own, with their SQL.
fn row_facts<T: Content>() -> impl Iterator<Item = (Fact, Cow<'static, str>)> {
    T::ROW_FACTS.iter().filter_map(|it| T::row_fact_sql(*it).map(|sql| (*it, Cow::Borrowed(sql))))
}

/// The SQL of a person's fact for rows of `T`: one that opens holds of anybody whom the row is about.
fn person_fact<T: Content>(fact: Fact, sql: &'static str) -> Cow<'static, str> {
    match T::ALSO.filter(|_| OPENS.contains(&fact)) {
        None => Cow::Borrowed(sql),
        Some(it) => {
            let (from, one) = (it.from.replace(":row", it.row), sql.replace(":person", it.person));
            Cow::Owned(format!("({sql} OR EXISTS (SELECT 1 {from} AND {one}))"))
        }
    }
}

/// What of a list's rows must be asked of the store, and what is known before it is asked.
struct Scope {
    varying: Vec<(Fact, Cow<'static, str>)>,
    fixed: Facts,
    /// Whose record the rows stand on; none for a list over everybody.
    record: Option<PersonId>,
}

impl Reading {
    /// A list over everybody: what is so of a person varies from row to row.
    fn over_all<T: Content>(&self) -> Scope {
        let theirs = self.inner.facts.0.iter().filter(|it| !T::ROW_FACTS.contains(&it.fact));
        let person = theirs.map(|it| (it.fact, person_fact::<T>(it.fact, it.sql)));
        Scope { varying: person.chain(row_facts::<T>()).collect(), fixed: self.own_facts(), record: None }
    }

    /// A list from one person's record: what is so of them is known. Facts hold for a record as a whole, whichever of
    /// its merged ids a row bears.
    async fn of_record<T: Content>(&self, person: PersonId) -> Result<Scope, Refused> {
        let own = Facts::of(T::ROW_FACTS);
        let fixed: Facts = self.facts_of(person).await?.iter().filter(|it| !own.has(*it)).collect();
        let fixed = fixed.and(self.own_facts());
        Ok(Scope { varying: row_facts::<T>().collect(), fixed, record: Some(person) })
    }

    /// What this reader may see of `T`: a condition that equals policy's answer row by row.
    #[must_use]
    pub fn narrowing<T: Content>(&self, action: Action) -> Narrowed {
        self.narrowing_in::<T>(action, &self.over_all::<T>())
    }

    fn narrowing_in<T: Content>(&self, action: Action, scope: &Scope) -> Narrowed {
        let Some((column, actions)) = T::SEES else { return self.narrow(action, T::PERSON_SQL, scope) };
        let (mut sql, mut values) = (Vec::new(), Vec::new());
        for it in actions {
            let one = self.narrow(*it, T::PERSON_SQL, scope);
            sql.push(format!("({column} = {{}} AND ({}))", one.sql));
            values.push(Value::Text(it.0.to_owned()));
            values.extend(one.values);
        }
        Narrowed { sql: if sql.is_empty() { "1 = 0".to_owned() } else { sql.join(" OR ") }, values }
    }

    /// The same over any table with a person in it: for search and counts of rooms that join.
    #[must_use]
    pub fn narrowing_by_person(&self, action: Action, person_sql: &'static str) -> Narrowed {
        let varying = self.inner.facts.0.iter().map(|it| (it.fact, Cow::Borrowed(it.sql))).collect();
        self.narrow(action, person_sql, &Scope { varying, fixed: self.own_facts(), record: None })
    }

    /// The list without rows of which a side table names a person for whom this reader may not do `action`: `from` is
    /// the side table with the conditions that tie it to the list, `FROM named n WHERE n.referral = t.id`.
    #[must_use]
    pub fn none_withheld(&self, q: Query, action: Action, from: &'static str, person_sql: &'static str) -> Query {
        let Narrowed { sql, values } = self.narrowing_by_person(action, person_sql);
        q.and_made(&format!("NOT EXISTS (SELECT 1 {from} AND {person_sql} IS NOT NULL AND NOT ({sql}))"), values)
    }

    fn narrow(&self, action: Action, person_sql: &'static str, scope: &Scope) -> Narrowed {
        let facts: Vec<Fact> = scope.varying.iter().map(|it| it.0).collect();
        let known = facts.iter().fold(Facts::ALL, |all, fact| all.without(*fact));
        let found = self.inner.policy.narrowing(&self.acting.principal, action, scope.fixed, known, &facts);
        let condition = found.unwrap_or_else(|problem| {
            tracing::error!(action = action.0, ?problem, "a list could not be narrowed: nothing of it is shown");
            std::sync::Arc::new(policy::Condition::Never)
        });
        let sql = condition.sql(&|fact| scope.varying.iter().find(|it| it.0 == fact).map_or("1 = 0", |it| &it.1));
        let (sql, values) = fill(&sql, person_sql, &self.acting, self.now, &[]);
        Narrowed { sql, values }
    }

    /// A page of `T`, narrowed to what this reader may see by `action`, opened, and noted in the ledger.
    /// `from` is the FROM clause with the table under its alias `t`; `filters` adds conditions; `order` is the tail
    /// without LIMIT.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn page<T: Content>(
        &self,
        action: Action,
        from: &'static str,
        filters: impl Fn(Query) -> Query,
        order: &'static str,
        (limit, offset): (i64, i64),
    ) -> Result<Listed<T>, Refused> {
        let scope = self.over_all::<T>();
        self.page_in(action, &scope, from, &filters, order, (limit, offset)).await
    }

    /// As [`Reading::page`], of rows that `filters` narrows to one person's record: what is so of the person is asked
    /// once, and not of each row.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn page_of<T: Content>(
        &self,
        (action, person): (Action, PersonId),
        from: &'static str,
        filters: impl Fn(Query) -> Query,
        order: &'static str,
        page: (i64, i64),
    ) -> Result<Listed<T>, Refused> {
        let scope = self.of_record::<T>(person).await?;
        self.page_in(action, &scope, from, &filters, order, page).await
    }

    async fn page_in<T: Content>(
        &self,
        action: Action,
        scope: &Scope,
        from: &'static str,
        filters: &impl Fn(Query) -> Query,
        order: &'static str,
        (limit, offset): (i64, i64),
    ) -> Result<Listed<T>, Refused> {
        let (rows, found) = self.few(action, scope, from, filters, order, (limit, offset)).await?;
        // The first page that is not full is all there is.
        let whole = offset == 0 && found < limit;
        let total = if whole { found } else { self.counted::<T>(action, scope, from, filters).await? };
        Ok(Listed { rows, total })
    }

    /// The first rows of one person's record, as [`Reading::page_of`], where nobody asks how many there are.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn first_of<T: Content>(
        &self,
        (action, person): (Action, PersonId),
        from: &'static str,
        filters: impl Fn(Query) -> Query,
        order: &'static str,
        many: i64,
    ) -> Result<Vec<T>, Refused> {
        let scope = self.of_record::<T>(person).await?;
        Ok(self.few(action, &scope, from, &filters, order, (many, 0)).await?.0)
    }

    /// Some rows, and how many the store found.
    async fn few<T: Content>(
        &self,
        action: Action,
        scope: &Scope,
        from: &'static str,
        filters: &impl Fn(Query) -> Query,
        order: &'static str,
        (limit, offset): (i64, i64),
    ) -> Result<(Vec<T>, i64), Refused> {
        let narrowed = self.narrowing_in::<T>(action, scope);
        let (bits, values) = self.bits::<T>(scope);
        let columns: Vec<_> = T::NAMES.iter().map(|it| format!("t.{it}")).collect();
        let head = Query::made(format!("SELECT {bits} AS facts, {} {from}", columns.join(", ")), values);
        let page = filters(head.and_made(&narrowed.sql, narrowed.values))
            .tail(order, vec![])
            .tail("LIMIT {} OFFSET {}", vec![Value::Int(limit), Value::Int(offset)]);
        let found: Vec<WithFacts<T>> = self.rows().find(page).await.map_err(refused)?;
        let many = i64::try_from(found.len()).unwrap_or(i64::MAX);
        Ok((self.second_look(action, scope, found).await?, many))
    }

    /// How many rows of `T` this reader may see.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn how_many<T: Content>(
        &self,
        action: Action,
        from: &'static str,
        filters: impl Fn(Query) -> Query,
    ) -> Result<i64, Refused> {
        self.counted::<T>(action, &self.over_all::<T>(), from, &filters).await
    }

    async fn counted<T: Content>(
        &self,
        action: Action,
        scope: &Scope,
        from: &'static str,
        filters: &impl Fn(Query) -> Query,
    ) -> Result<i64, Refused> {
        let narrowed = self.narrowing_in::<T>(action, scope);
        let head = Query::made(format!("SELECT COUNT(*) {from}"), vec![]).and_made(&narrowed.sql, narrowed.values);
        self.rows().count(filters(head)).await.map_err(refused)
    }

    /// The first rows of a list over everybody, as [`Reading::page`], where how many there are is known or not asked.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn first<T: Content>(
        &self,
        action: Action,
        from: &'static str,
        filters: impl Fn(Query) -> Query,
        order: &'static str,
        many: i64,
    ) -> Result<Vec<T>, Refused> {
        Ok(self.few(action, &self.over_all::<T>(), from, &filters, order, (many, 0)).await?.0)
    }

    /// How many rows of `T` this reader may see are of each kind, asked once for all kinds: `head` is
    /// `SELECT kind, COUNT(*) FROM table t` with its values, `tail` its GROUP BY; empty for one number of all.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn tally<T: Content, R: Plain>(
        &self,
        action: Action,
        (head, values): (&'static str, Vec<Value>),
        filters: impl Fn(Query) -> Query,
        tail: &'static str,
    ) -> Result<Vec<R>, Refused> {
        let narrowed = self.narrowing::<T>(action);
        let query = Query::new(head, values).and_made(&narrowed.sql, narrowed.values);
        self.rows().find(filters(query).tail(tail, vec![])).await.map_err(refused)
    }

    /// How often each value of a column occurs among the rows of `T` on one person's record that this reader may see:
    /// for the choices of a filter. `filters` narrows to the record, `head` is `SELECT t.column, COUNT(*) FROM …`, `tail` its GROUP BY.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn tally_of<T: Content>(
        &self,
        (action, person): (Action, PersonId),
        head: &'static str,
        filters: impl Fn(Query) -> Query,
        tail: &'static str,
    ) -> Result<Vec<(String, i64)>, Refused> {
        let narrowed = self.narrowing_in::<T>(action, &self.of_record::<T>(person).await?);
        let query = Query::new(head, vec![]).and_made(&narrowed.sql, narrowed.values);
        self.rows().find(filters(query).tail(tail, vec![])).await.map_err(refused)
    }

    /// One number that holds every varying fact of a row.
    fn bits<T: Content>(&self, scope: &Scope) -> (String, Vec<Value>) {
        let varying = &scope.varying;
        if varying.is_empty() {
            return ("0".to_owned(), vec![]);
        }
        let parts: Vec<_> = varying
            .iter()
            .map(|(fact, sql)| format!("CASE WHEN {sql} THEN {} ELSE 0 END", Facts::default().with(*fact).0))
            .collect();
        fill(&format!("CAST({} AS BIGINT)", parts.join(" + ")), T::PERSON_SQL, &self.acting, self.now, &[])
    }

    /// Asks policy once more, row by row. One that it refuses all the same is withheld and raises an alarm.
    /// A row that bears another id than the record's is judged by the facts of that id.
    async fn second_look<T: Content>(
        &self,
        action: Action,
        scope: &Scope,
        found: Vec<WithFacts<T>>,
    ) -> Result<Vec<T>, Refused> {
        let mut rows = Vec::with_capacity(found.len());
        for it in found {
            let fixed = match (scope.record, it.row.person()) {
                (Some(record), Some(person)) if person != record => self.of_record::<T>(person).await?.fixed,
                _ => scope.fixed,
            };
            let facts = Facts(u32::try_from(it.bits).unwrap_or_default()).and(fixed);
            let action = if T::SEES.is_some() { it.row.see() } else { action };
            let decision = self.decide(action, facts);
            if decision.allowed {
                self.note(action.0, it.row.person(), &decision.because);
                rows.push(it.row);
            } else {
                tracing::error!(action = action.0, kind = T::KIND, "a row of a narrowed list was refused and withheld");
                self.shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner).withheld += 1;
            }
        }
        Ok(rows)
    }
}
