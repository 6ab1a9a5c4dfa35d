"""What the grid's script says, and its keys; {names} in braces are filled in by the script."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TEXTS = {
    # The table
    "empty": _("The draft has no entries yet. Add a row, paste rows from a spreadsheet, or import a file."),
    "no_match": _("No row fits the search."),
    "nothing": _("(empty)"),
    "new_row": _("new row"),
    "this_row": _("this row"),
    "all_headings": _("All headings"),
    "shown_all": _("Rows: {count}"),
    "shown_of": _("Rows: {shown} of {count}"),
    "rows_chosen": _("Rows selected: {count}"),
    "in_force_short": _("In force:"),
    "not_in_force": _("The edition in force does not have this entry."),
    "says_the_same": _("The same."),
    "mark_changed": pgettext_lazy("mark on a cell", "edited"),
    "mark_new": pgettext_lazy("mark on a row", "new"),
    "mark_split": pgettext_lazy("mark on a row", "split from {number}"),
    "mark_moved": pgettext_lazy("mark on a row", "moved"),
    "mark_removed": pgettext_lazy("mark on a row", "removed"),
    "mark_merged": pgettext_lazy("mark on a row", "merged into {number}"),
    "mark_gone": _("removed by a colleague"),
    "mark_not_in_force": _("not in force"),
    "mark_not_in_draft": _("not in the draft"),
    # Rows
    "remove": _("Remove rows"),
    "take_back": _("Take rows back"),
    "merge_needs_two": _("Select at least two rows to merge them into the first."),
    "renumber_needs_number": _("Give this row a whole number first; the rows below are counted on from it."),
    "pasted_added": _("Pasted rows: {count}; new ones at the end: {added}."),
    "pasted_lost": _("Columns that did not fit and were left out: {count}. Start further to the left."),
    "copy_again": _("All selected rows are loaded now. Copy them once more."),
    # Saving
    "unsaved": _("Rows not saved: {count}"),
    "all_saved": _("Everything is saved"),
    "nothing_to_save": _("There is nothing to save."),
    "saving": _("Saving …"),
    "loading": _("Loading …"),
    "undoing": _("Undoing …"),
    "saved": _("Saved at {time}. Rows: {count}."),
    "nothing_changed": _("The draft said all this already."),
    "undo_batch": _("Undo this batch"),
    "undone": _("The batch is undone."),
    "undone_but": _("The batch is undone, except for what was edited since: {kept}"),
    "faults": _("Nothing is saved yet. Cells that cannot be understood: {count}; causes: {causes}"),
    "cause": pgettext_lazy("number of cells with one fault", "{count} ×"),
    "more_places": _("and {count} more cells"),
    "refused": _("Nothing is saved; your changes are still here. {detail}"),
    "unreachable": _("The portal cannot be reached. Your changes are still here; save again in a moment."),
    "signed_out": _(
        "You are no longer signed in. Your changes are still here: sign in again in another window, then save."
    ),
    "sign_in": _("Sign in"),
    "forget": _("Give changes up"),
    "forget_sure": _("Give up everything that is not saved?"),
    "forgotten": _("The changes are given up. “Undo” brings them back as long as this page is open."),
    # Kept on this computer
    "restored": _("Your unsaved changes of {time} are here again."),
    "offered": _("Unsaved changes of {time} were kept on this computer. Rows: {count}."),
    "take_up": _("Take them up"),
    "throw_away": _("Throw them away"),
    "cannot_keep": _("This browser cannot keep unsaved changes. Save often."),
    # Colleagues
    "colleague_saved": _("A colleague has saved changes to this draft."),
    "load": _("Load them"),
    "loaded": _("The changes are loaded; yours are still there."),
    "loaded_conflicts": _("The changes are loaded. Cells that you both changed: {count}"),
    "no_draft_now": _(
        "The edition is no longer a draft, so nothing more can be saved. Your changes stay in this window."
    ),
    "it_was": _("It was:"),
    "saved_by": _("Saved by {name} at {time}. Reason: {reason}"),
    "theirs": _("Saved by the colleague"),
    "mine": _("Yours"),
    "take_theirs": _("Take the colleague’s"),
    "keep_mine": _("Keep mine"),
    "theirs_changed": _("The colleague changed the row"),
    "mine_removed": _("You removed it"),
    "keep_row": _("Keep the row"),
    "remove_row": _("Remove it all the same"),
    "theirs_removed": _("The colleague removed the row"),
    "give_up": _("Leave it removed"),
    "add_again": _("Add it again as a new row"),
}

# In their place where a published edition stands beside the one before, which is no longer in force.
PUBLISHED = {
    "in_force_short": _("Before:"),
    "not_in_force": _("The edition before does not have this entry."),
    "mark_not_in_force": _("not before"),
    "mark_not_in_draft": _("not in this edition"),
}

# Keys, and what they do in the table.
KEYS = [
    (["↑", "↓", "←", "→"], _("Next cell; with Ctrl to the edge, with Shift select")),
    (["Enter", "F2"], _("Edit the cell; typing replaces it")),
    (["Enter"], _("While editing: done, one down")),
    (["Alt", "Enter"], _("Line break in the cell")),
    (["Esc"], _("Leave the cell as it was; then Tab leaves the table")),
    (["Tab"], _("Next cell as in reading; with Shift back")),
    (["Home", "End"], _("First or last column; with Ctrl first or last row")),
    (["Ctrl", "C"], _("Copy; Ctrl V pastes, also several rows from Excel or WPS")),
    (["Delete"], _("Empty the selected cells")),
    (["Ctrl", "Insert"], _("Add a row below")),
    (["Ctrl", "Delete"], _("Remove the selected rows, or take them back")),
    (["Alt", "↑"], _("Move the rows up; Alt ↓ down")),
    (["Ctrl", "Z"], _("Undo what is not saved; Ctrl Y redoes it")),
    (["Ctrl", "F"], _("Search the rows")),
    (["Ctrl", "S"], _("Save")),
    (["F1"], _("Show these keys")),
]
