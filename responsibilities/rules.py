"""The rules of duty lists, each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

state(
    "responsibilities",
    [
        # --- Lists and drafts
        Rule("unknown_kind", _("A list is of a kind that exists.")),
        Rule("wrong_owner", _("A list is the county's or a township's, as its kind says.")),
        Rule("list_exists", _("A body has one list of a kind.")),
        Rule("title_missing", _("A list and an entry have a title.")),
        Rule("draft_exists", _("A list has one edition in preparation.")),
        Rule("empty_or_copy", _("A draft begins empty or as a copy.")),
        Rule("no_township", _("A list is copied to townships that are named.")),
        Rule("already_theirs", _("A list is copied to other townships.")),
        Rule("different_kind", _("A list is copied from one of its kind.")),
        Rule("not_readable", _("Only what is published is copied.")),
        Rule("not_in_force", _("What is no longer in force is not taken over.")),
        Rule("not_a_draft", _("Only a draft is edited.")),
        # --- Editing
        Rule("edit_conflict", _("Nobody overwrites a cell that somebody else has changed.")),
        Rule("faulty_cells", _("What stands in a cell is understood.")),
        Rule("duplicate_number", _("A number stands once in a list.")),
        Rule("row_twice", _("What is changed in a row is said at once.")),
        Rule("unknown_column", _("A cell stands in a column that the list has.")),
        Rule("unknown_row", _("An edit names rows of this draft.")),
        Rule("version_missing", _("Who removes a row says which version was seen.")),
        Rule("already_undone", _("What is undone is not undone once more.")),
        Rule("edited_since", _("Only what nobody has edited since is undone.")),
        Rule("other_list", _("What is brought together is of one list.")),
        Rule("no_row_keys", _("A table that comes back still has its row keys.")),
        Rule("nothing_changed", _("A table that comes back changes something.")),
        Rule("not_new", _("Only a new entry is given a former one.")),
        Rule("former_in_use", _("An item stands in a draft once.")),
        Rule("different_lists", _("Editions of one list are compared.")),
        # --- Review and publication
        Rule("no_entries", _("What goes to review has entries.")),
        Rule("author_approves", _("Nobody approves what they wrote.")),
        Rule("document_missing", _("An approval names the document that decided it.")),
        Rule("decided_in_future", _("An approval comes after the decision.")),
        Rule("finding_gone", _("What is explained is still found.")),
        Rule("edition_discarded", _("Nothing is explained in a draft that was given up.")),
        Rule("unsettled", _("What is not settled is settled or accepted before publication.")),
        Rule("already_published", _("An edition is published once.")),
        Rule("effective_before_decision", _("No edition applies before it was decided.")),
        Rule("effective_before_predecessor", _("An edition applies from a later day than the one before it.")),
        Rule("not_the_last", _("Only the last edition is revoked.")),
        # --- Townships' inventories and their clusters
        Rule("wrong_township", _("An inventory is one of the list's townships.")),
        Rule("inventory_exists", _("A township's inventory is replaced knowingly.")),
        Rule("rows_decided", _("Rows that are decided stay.")),
        Rule("nothing_to_group", _("There are rows to be grouped.")),
        Rule("all_rows", _("A cluster that is split keeps a row.")),
        Rule("rows_missing", _("Who moves rows names some.")),
        Rule("not_its_rows", _("Rows are moved out of the cluster they are in.")),
        Rule("not_open", _("Only an open cluster is changed.")),
        Rule("same_cluster", _("A cluster is merged with another one.")),
        Rule("set_aside", _("Nothing is merged into a cluster that was set aside.")),
        Rule("no_draft", _("Clusters are accepted into a draft.")),
        Rule("wrong_entry", _("Clusters are accepted into entries of the list's draft.")),
        Rule("title_exists", _("An item has one entry.")),
        Rule("heading_missing", _("An entry stands under a heading.")),
        Rule("entry_published", _("What was published is taken out of the next draft.")),
        Rule("entry_edited", _("An entry that was edited is not taken out with its cluster.")),
        Rule("other_sources", _("An entry stays as long as another cluster rests on it.")),
        # --- Questions and everyday words
        Rule("question_missing", _("Who reports an answer says what was asked.")),
        Rule("same_entry", _("Who reports an answer proposes another one.")),
        Rule("reported_already", _("The same is reported once.")),
        Rule("phrase_known", _("Everyday words are added once.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
