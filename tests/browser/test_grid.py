"""Can an editor work on a draft as in a spreadsheet, and do two at once never lose anything, in a real browser."""

import re

import pytest
from django.utils import timezone

from governance.roles import Role
from responsibilities.models import Batch, Lineage
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.comparison import comparison
from tests.browser.conftest import PHONE
from tests.browser.conftest import WIDE as WINDOW
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class County:
    """A list in force, the draft copied from it, and two people who keep the list."""

    def __init__(self) -> None:
        county = CountyFactory(name="澜山市")
        for name in ("市自然资源和规划局", "市公安局", "市林业局", "市民政局"):
            OrganisationFactory(parent=county, name=name)
        TownshipFactory(parent=county, name="汀砚镇")
        self.editor = member(county, Role.LIST_EDITOR, name="沈编清")
        self.colleague = member(county, Role.LIST_EDITOR, name="温同修")
        self.approver = member(county, Role.LIST_APPROVER, name="陆定章")
        self.base = EditionFactory(duty_list__owner=county)
        import_entries(self.base, by=self.editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
        publish_rows(self.base)
        self.draft = start_draft(self.base.duty_list, by=self.editor)
        self.path = f"/responsibilities/edition/{self.draft.pk}/grid/"

    def column(self, name: str) -> list[str]:
        return list(self.draft.entries.order_by("position").values_list(name, flat=True))


@pytest.fixture
def county():
    return County()


class Grid:
    """The table in one window, as somebody at its keyboard has it."""

    def __init__(self, window, county) -> None:
        self.window, self.page, self.path = window, window.page, county.path
        window.go(county.path)
        self.page.wait_for_selector("#grid:not([hidden])")

    def cell(self, row: int, column: str):
        """The cell of the row in this place, from the top, among those in sight."""
        return self.page.locator(f".grid-row[data-key]:visible .column-{column}").nth(row - 1)

    def go(self, row: int, column: str) -> None:
        self.cell(row, column).click(position={"x": 12, "y": 12})

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def write(self, row: int, column: str, text: str) -> None:
        self.go(row, column)
        self.type(text)
        self.press("Enter")

    def text(self, row: int, column: str) -> str:
        return self.cell(row, column).locator(".grid-text").inner_text()

    def texts(self, column: str) -> list[str]:
        return self.page.locator(f".grid-row[data-key]:visible .column-{column} .grid-text").all_inner_texts()

    def paste(self, text: str) -> None:
        """What Excel and WPS put on the clipboard."""
        self.page.evaluate(
            """text => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def copied(self) -> str:
        return self.page.evaluate(
            """() => {
                const data = new DataTransfer();
                const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(event);
                return data.getData("text/plain");
            }"""
        )

    def do(self, name: str) -> None:
        self.page.click(f"[data-do={name}]")

    def save(self, reason: str = "依据新条例") -> None:
        self.save_in_vain(reason)
        self.saved()

    def save_in_vain(self, reason: str = "依据新条例") -> None:
        """A save that is answered by something else than "saved"."""
        self.page.fill("#grid-reason", reason)
        self.press("Control+s")

    def refused(self) -> None:
        """Chromium calls a refused request a fault of the page; here it is what the test asks for."""
        self.window.faults.clear()

    def saved(self) -> None:
        self.page.locator("#grid-status", has_text=re.compile("已保存|Saved at")).wait_for()

    def unsaved(self) -> str:
        return self.page.inner_text("#grid-count")

    def look(self) -> None:
        """The page looks at once, as it does now and then, whether a colleague has saved."""
        self.page.wait_for_timeout(3100)
        self.page.evaluate("window.dispatchEvent(new Event('focus'))")


@pytest.fixture
def grid(visit, county):
    return Grid(visit().sign_in_as(county.editor), county)


@pytest.fixture
def second(visit, county):
    """The colleague's window, opened while the table is as it was."""
    return Grid(visit().sign_in_as(county.colleague), county)


# --- One editor ------------------------------------------------------------------------------------------------------


def test_a_draft_is_edited_and_saved_by_keyboard_alone(grid, county):
    grid.page.locator("body").press("Tab")
    for _ in range(60):
        if grid.page.evaluate("document.activeElement.className") == "grid-input":
            break
        grid.press("Tab")
    grid.press("Home", "ArrowRight", "ArrowRight")
    grid.type("占用耕地行为的查处")
    grid.press("Enter", "F2")
    grid.type("（含林地）")
    grid.press("Alt+Enter")
    grid.type("第二行")
    grid.press("Tab", "ArrowLeft", "ArrowDown")
    grid.type("不要的")
    grid.press("Escape")
    assert grid.texts("title") == ["占用耕地行为的查处", f"{FOREST[2]}（含林地）\n第二行", RIVER[2]]
    assert "2" in grid.unsaved()
    grid.press("Control+z")
    assert grid.text(2, "title") == FOREST[2]
    grid.press("Control+y")
    grid.press("Control+s")
    assert grid.page.evaluate("document.activeElement.id") == "grid-reason", "a reason is asked for first"
    grid.type("依据新条例")
    grid.press("Control+s")
    grid.saved()
    assert county.column("title")[0] == "占用耕地行为的查处"
    batch = Batch.objects.latest("pk")
    assert (batch.by, batch.reason, batch.rows.count()) == (county.editor, "依据新条例", 2)
    assert not grid.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('grid:')).length")

    grid.page.get_by_role("button", name="撤销本批次").click()
    grid.page.get_by_text("本批次已撤销").wait_for()
    assert county.column("title") == grid.texts("title") == [LAND[2], FOREST[2], RIVER[2]]


def test_chinese_input_loses_no_letter_and_enter_only_chooses_the_word(grid):
    grid.go(1, "title")
    keyboard = grid.page.context.new_cdp_session(grid.page)
    keyboard.send("Input.imeSetComposition", {"text": "g", "selectionStart": 1, "selectionEnd": 1})
    keyboard.send("Input.imeSetComposition", {"text": "geng di", "selectionStart": 7, "selectionEnd": 7})
    area = grid.page.locator(".grid-input")
    assert area.input_value() == "geng di", "what is typed replaces the text from the first letter on"
    enter = {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", enter)
    assert area.input_value() == "geng di"
    assert grid.page.locator(".editing").count() == 1
    keyboard.send("Input.insertText", {"text": "耕地"})
    assert area.input_value() == "耕地"
    grid.press("Enter")
    assert grid.text(1, "title") == "耕地"


def test_rows_are_pasted_as_spreadsheets_copy_them(grid, county):
    rows = [
        ["甲事项", "市公安局：1.查处。"],
        ["乙事项", '"市林业局：1.""立案""。\n2.反馈。"'],
        ["丙事项", "市民政局：1.指导。"],
    ]
    grid.go(2, "title")
    grid.paste("\r\n".join("\t".join(row) for row in rows) + "\r\n")
    assert grid.texts("title") == [LAND[2], "甲事项", "乙事项", "丙事项"]
    assert grid.text(3, "lead") == '市林业局：1."立案"。\n2.反馈。'
    assert grid.text(4, "seq_no") == "4", "the next free number is proposed"
    grid.press("Control+z")
    assert grid.texts("title") == [LAND[2], FOREST[2], RIVER[2]], "a paste is undone as one"
    grid.press("Control+y")
    grid.go(2, "title")
    grid.press("Shift+ArrowDown", "Shift+ArrowRight")
    assert grid.copied() == "\r\n".join("\t".join(row) for row in rows[:2])
    grid.press("Delete")
    assert grid.texts("title")[1:3] == ["", ""]
    grid.press("Control+z")
    grid.go(2, "support")
    grid.press("Delete")
    grid.go(3, "support")
    grid.press("Delete")
    grid.save()
    assert county.column("title") == [LAND[2], "甲事项", "乙事项", "丙事项"]
    assert county.draft.entries.get(title="乙事项").participations.get().duty_text == '1."立案"。\n2.反馈。'


def test_a_whole_list_is_pasted_into_an_empty_draft(visit, county):
    draft = start_draft(DutyListFactory(owner=county.base.duty_list.owner, kind="basic_list"), by=county.editor)
    county.draft, county.path = draft, f"/responsibilities/edition/{draft.pk}/grid/"
    grid = Grid(visit().sign_in_as(county.editor), county)
    assert "草稿中尚无条目" in grid.page.inner_text(".grid-empty")
    rows = [["序号", "类别", "事项名称"], ["1", "党的建设", "第一项"], ["2", "党的建设", "第二项"]]
    grid.paste("\n".join("\t".join(row) for row in rows))
    assert grid.texts("title") == ["第一项", "第二项"], "the header is not taken for a row"
    grid.save()
    assert county.column("title") == ["第一项", "第二项"]


def test_rows_are_added_moved_split_merged_and_removed_with_their_lineage(grid, county):
    grid.go(1, "title")
    grid.do("split")
    grid.type("从违法占地分出的事项")
    grid.press("Enter")
    assert "由1拆分" in grid.cell(2, "seq_no").inner_text()
    grid.go(3, "title")
    grid.press("Shift+ArrowDown")
    grid.do("merge")
    assert "并入3" in grid.cell(4, "seq_no").inner_text()
    grid.go(3, "support")
    grid.type("乡镇：1.巡查并保洁。")
    grid.press("Enter")
    grid.go(3, "lead")
    grid.type("市林业局：1.立案查处。")
    grid.press("Enter")
    grid.press("Control+Insert")
    grid.type("全新的事项")
    grid.press("Tab")
    grid.type("市公安局：1.查处。")
    grid.press("Control+Enter", "Alt+ArrowUp", "Alt+ArrowUp")
    assert grid.texts("title")[2:4] == ["全新的事项", f"{FOREST[2]}、{RIVER[2]}"]
    grid.go(1, "seq_no")
    grid.type("10")
    grid.press("Enter", "ArrowUp")
    grid.do("renumber")
    assert grid.texts("seq_no") == ["10", "11", "12", "13", "4"]
    grid.save()
    assert county.column("title") == [LAND[2], "从违法占地分出的事项", "全新的事项", f"{FOREST[2]}、{RIVER[2]}"]
    assert county.column("seq_no") == ["10", "11", "12", "13"]
    assert sorted(Lineage.objects.filter(edition=county.draft).values_list("kind", flat=True)) == ["merged", "split"]
    kinds = [change.kinds[0].value for change in comparison(county.base, county.draft).changes]
    assert sorted(kinds) == ["added", "merged", "split"]


def test_a_row_is_removed_taken_back_and_moved(grid, county):
    grid.go(1, "title")
    grid.press("Alt+ArrowDown")
    assert "移动" in grid.cell(2, "seq_no").inner_text()
    grid.press("Alt+ArrowUp")
    assert "移动" not in grid.cell(1, "seq_no").inner_text()
    grid.press("Control+Delete")
    assert "删除" in grid.cell(1, "seq_no").inner_text()
    grid.press("Control+Delete")
    assert "全部已保存" in grid.unsaved()
    grid.press("Control+Delete")
    grid.go(3, "title")
    grid.press("Alt+ArrowUp")
    grid.save()
    assert county.column("title") == [RIVER[2], FOREST[2]]


def test_what_is_being_typed_is_kept_by_every_button(grid):
    grid.go(1, "title")
    grid.type("正在输入")
    grid.do("add")
    assert grid.texts("title")[:2] == ["正在输入", ""]
    grid.type("新事项")
    grid.page.fill("#grid-words", "新事项")
    assert grid.texts("title") == ["新事项"]


def test_a_row_can_have_a_reason_of_its_own(grid, county):
    grid.write(1, "title", "改名")
    grid.write(2, "title", "也改名")
    grid.go(1, "title")
    grid.page.locator("#grid-row-reason").press_sequentially("机构改革")
    grid.press("Control+s")
    assert grid.page.evaluate("document.activeElement.id") == "grid-reason", "the other row has none yet"
    grid.save("统一名称")
    reasons = Batch.objects.latest("pk").rows.values_list("item__entries__title", "reason")
    assert {("改名", "机构改革"), ("也改名", "")} <= set(reasons)


def test_a_fault_is_shown_at_its_cell_and_a_suggestion_puts_it_right(grid, county):
    grid.write(1, "title", "改名")
    grid.write(2, "lead", "市林草局：1.查处。")
    grid.save_in_vain()
    fault = grid.page.locator(".grid-cell.faulty")
    fault.wait_for()
    grid.refused()
    assert "市林草局" in fault.inner_text()
    assert fault.get_attribute("aria-invalid") == "true"
    assert grid.page.evaluate("document.activeElement.closest('.faulty') !== null"), "one stands at the first fault"
    assert county.column("title")[0] == LAND[2], "nothing is saved"
    grid.page.locator("#grid-fault").get_by_role("button", name="市林业局").click()
    assert grid.text(2, "lead") == "市林业局：1.查处。"
    grid.save()
    assert county.draft.entries.get(seq_no="2").participations.get(role="lead").duty_text == "1.查处。"
    assert county.column("title")[0] == "改名"


def test_findings_are_counted_by_cause_and_lead_to_their_cells(grid):
    grid.go(1, "lead")
    grid.paste("市林草局：1.查处。\n市林草局：1.查处。\n市水务站：1.查处。")
    grid.save_in_vain()
    causes = grid.page.locator("#grid-problem li")
    causes.nth(1).wait_for()
    grid.refused()
    assert ["市林草局" in text for text in causes.all_inner_texts()] == [True, False], "one line for each cause"
    assert causes.first.locator("strong").inner_text() == "2处"
    causes.first.get_by_role("button").nth(1).click()
    of_row = "cell => cell.parentNode.dataset.key"
    assert grid.page.locator(".grid-cell.active").evaluate(of_row) == grid.cell(2, "lead").evaluate(of_row)


@pytest.mark.parametrize("size", [WINDOW, {"width": 683, "height": 384}], ids=["1366x768", "at 200 %"])
def test_the_table_can_be_used_with_findings_open(visit, county, size):
    window = visit(size=size).sign_in_as(county.editor)
    grid = Grid(window, county)
    grid.go(1, "lead")
    grid.paste("\n".join(f"市林草{name}局：1.查处。" for name in "甲乙丙"))
    grid.save_in_vain()
    grid.page.locator("#grid-problem li").nth(2).wait_for()
    grid.refused()
    assert not window.overflows()
    assert grid.page.locator("#grid-box").evaluate("box => box.clientHeight") >= 180
    cell = grid.cell(1, "lead")
    cell.scroll_into_view_if_needed()
    covering = """cell => { const { left, top } = cell.getBoundingClientRect();
        return cell.contains(document.elementFromPoint(left + 12, top + 12)); }"""
    assert cell.evaluate(covering), "nothing lies over the cell"
    assert grid.page.locator("[data-do=save]").is_visible()


def test_a_number_that_stands_twice_is_shown(grid):
    grid.write(1, "seq_no", "2")
    grid.save_in_vain()
    grid.page.locator(".grid-cell.faulty").first.wait_for()
    grid.refused()
    assert grid.page.locator(".grid-cell.faulty.column-seq_no").count() == 2
    assert grid.page.locator("#grid-problem").is_visible()


def test_what_is_not_saved_survives_a_reload_and_leaving_warns(grid, county):
    grid.write(1, "title", "未保存的改动")
    grid.go(2, "title")
    grid.type("正在输入")
    grid.page.wait_for_timeout(600)
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.page.reload()
    assert asked == ["beforeunload"]
    grid.page.get_by_text("未保存的修改已恢复").wait_for()
    assert grid.texts("title") == ["未保存的改动", "正在输入", RIVER[2]]
    grid.save()
    assert county.column("title") == ["未保存的改动", "正在输入", RIVER[2]]
    grid.page.reload()
    assert asked == ["beforeunload"], "saved, it may be left"
    assert not grid.page.locator("#grid-notice").is_visible()


def test_when_the_portal_cannot_be_reached_nothing_is_lost_and_nothing_is_doubled(grid, county):
    grid.go(3, "title")
    grid.press("Control+Insert")
    grid.type("新事项")
    grid.press("Tab")
    grid.type("市公安局：1.查处。")
    grid.press("Enter")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    grid.page.route("**/edits/", lose_the_answer, times=1)
    grid.save_in_vain()
    grid.page.locator("#grid-problem", has_text="连接不上").wait_for()
    grid.refused()
    grid.save()
    assert county.column("title") == grid.texts("title") == [LAND[2], FOREST[2], RIVER[2], "新事项"]
    county.editor.is_active = False
    county.editor.save()
    grid.write(1, "title", "仍在")
    grid.save_in_vain()
    grid.page.locator("#grid-problem", has_text="登录").wait_for()
    grid.refused()
    assert grid.text(1, "title") == "仍在"


WHATEVER = """async ({ rounds, seed }) => {
    const grid = window.portalGrid;
    const { columns, urls } = JSON.parse(document.getElementById("grid-data").textContent);
    const random = (below) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff, (seed >> 8) % below);
    const model = new grid.Model({ columns, rows: (await grid.ask(urls.table)).body.rows });
    let made = 0;
    const steps = [
        (key) => model.add(key, { title: `新${made}`, seq_no: `N${made++}`, lead: "市公安局：1.做。" }),
        (key) => model.remove([key]),
        (key, keys) => model.move([key], random(2) ? 1 : -1, keys),
        (key, keys) => model.move(keys.slice(random(3), 3 + random(3)), random(2) ? 1 : -1, keys),
        (key) => model.setCell(model.split(key).key, "seq_no", `S${made++}`),
        (key) => model.setCell(key, "title", `改${made++}`),
    ];
    for (let round = 0; round < rounds; round += 1) {
        for (let step = random(8); step >= 0; step -= 1) {
            const keys = model.rows.map((row) => row.key);
            if (keys.length) model.act(() => steps[random(steps.length)](keys[random(keys.length)], keys));
            if (!random(5)) random(2) ? model.undo() : model.redo();
        }
        const shown = model.rows.filter((row) => !row.removed).map((row) => model.texts(row));
        const edits = model.edits();
        if (!edits.length) continue;
        const answer = await grid.ask(urls.edits, { method: "POST", body: { reason: "试", edits } });
        if (answer.status !== 200) return JSON.stringify(answer.body);
        model.saved(answer.body);
        const saved = (await grid.ask(urls.table)).body.rows.map((row) => row.cells);
        const told = (texts) => texts.map((cells) => `${cells.seq_no} ${cells.title}`).join("; ");
        if (told(shown) !== told(saved)) return `${told(shown)} | ${told(saved)}`;
    }
    return "";
}"""


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_an_editor_does_the_draft_says_what_the_table_showed(grid, seed):
    assert grid.page.evaluate(WHATEVER, {"rounds": 15, "seed": seed}) == ""


# --- Two editors -----------------------------------------------------------------------------------------------------


def test_two_editors_of_one_cell_see_both_versions_and_choose(grid, second, county):
    grid.write(1, "title", "甲的写法")
    grid.save()
    second.write(1, "title", "乙的写法")
    second.write(2, "title", "乙的另一处")
    second.save_in_vain()
    dialog = second.page.locator("#grid-conflicts")
    dialog.wait_for()
    second.refused()
    shown = dialog.inner_text()
    assert all(text in shown for text in (LAND[2], "甲的写法", "乙的写法"))
    assert county.column("title") == ["甲的写法", FOREST[2], RIVER[2]]
    dialog.locator("input[value=mine]").check()
    dialog.get_by_role("button", name="按所选处理").click()
    second.saved()
    assert county.column("title") == ["乙的写法", "乙的另一处", RIVER[2]]

    grid.write(1, "title", "甲再改")
    grid.write(3, "title", "甲的第三处")
    grid.save_in_vain()
    dialog = grid.page.locator("#grid-conflicts")
    dialog.wait_for()
    grid.refused()
    dialog.locator("input[value=theirs]").check()
    dialog.get_by_role("button", name="按所选处理").click()
    grid.saved()
    assert county.column("title") == grid.texts("title") == ["乙的写法", "乙的另一处", "甲的第三处"]


def test_a_conflict_says_who_saved_when_and_why_by_the_portals_clock(visit, grid, county):
    window = visit(zone="America/New_York").sign_in_as(county.colleague)
    second = Grid(window, county)
    grid.write(1, "title", "甲的写法")
    grid.save("统一名称")
    shown = grid.page.inner_text("#grid-status")
    second.write(1, "title", "乙的写法")
    second.save_in_vain()
    dialog = second.page.locator("#grid-conflicts")
    dialog.wait_for()
    second.refused()
    at = timezone.localtime(Batch.objects.latest("pk").at)
    assert f"{at:%H:%M}" in shown
    assert f"沈编清于{at:%Y-%m-%d %H:%M}保存，修改原因：统一名称" in dialog.inner_text()


def test_different_cells_of_a_row_come_together(grid, second, county):
    grid.write(1, "title", "甲的名称")
    grid.save()
    second.write(1, "process_note", "乙的备注")
    second.save()
    entry = county.draft.entries.get(seq_no="1")
    assert (entry.title, entry.process_note) == ("甲的名称", "乙的备注")
    assert second.text(1, "title") == "甲的名称"


def test_a_colleagues_changes_are_announced_and_loaded_under_ones_own(grid, second, county):
    second.write(2, "title", "乙未保存")
    second.go(1, "title")
    second.press("Control+Insert")
    second.type("乙的新行")
    second.press("Enter")
    grid.go(1, "title")
    grid.press("Control+Delete")
    grid.write(3, "title", "甲的第三行")
    grid.save()
    second.look()
    second.page.get_by_role("button", name="载入").click()
    second.page.get_by_text("您的修改仍在").wait_for()
    assert second.texts("title") == ["乙的新行", "乙未保存", "甲的第三行"]
    second.press("Control+z", "Control+z")
    assert second.texts("title") == ["乙未保存", "甲的第三行"], "undo is of one's own changes only"


def test_a_row_that_a_colleague_removed_can_be_added_again(grid, second, county):
    grid.go(1, "title")
    grid.press("Control+Delete")
    grid.save()
    second.write(1, "process_note", "仍需保留")
    second.save_in_vain()
    dialog = second.page.locator("#grid-conflicts")
    dialog.wait_for()
    second.refused()
    dialog.locator("input[value=mine]").check()
    dialog.get_by_role("button", name="按所选处理").click()
    second.saved()
    entry = county.draft.entries.get(title=LAND[2])
    assert (entry.process_note, entry.seq_no) == ("仍需保留", "1")


def test_a_row_that_a_colleague_changed_is_not_removed_unseen(grid, second, county):
    grid.write(1, "process_note", "甲补充的备注")
    grid.save()
    second.go(1, "title")
    second.press("Control+Delete")
    second.save_in_vain()
    dialog = second.page.locator("#grid-conflicts")
    dialog.wait_for()
    second.refused()
    assert "甲补充的备注" in dialog.inner_text()
    dialog.locator("input[value=theirs]").check()
    dialog.get_by_role("button", name="按所选处理").click()
    second.page.get_by_text("没有需要保存的修改").wait_for()
    assert county.draft.entries.get(seq_no="1").process_note == "甲补充的备注"


def test_two_new_rows_with_one_number_are_both_kept(grid, second, county):
    for window, title in ((grid, "甲的新事项"), (second, "乙的新事项")):
        window.go(3, "title")
        window.press("Control+Insert")
        window.type(title)
        window.press("Tab")
        window.type("市公安局：1.查处。")
        window.press("Enter")
    grid.save()
    second.save_in_vain()
    second.page.locator(".faulty.active").wait_for()
    second.refused()
    assert second.texts("title")[3:] == ["乙的新事项", "甲的新事项"]
    second.page.locator("#grid-fault").get_by_role("button", name="5", exact=True).click()
    second.save()
    assert county.column("title")[3:] == ["乙的新事项", "甲的新事项"]
    assert county.column("seq_no")[3:] == ["5", "4"]


# --- Long lists ------------------------------------------------------------------------------------------------------

LONG = 150


@pytest.fixture
def long_grid(visit, county):
    rows = [[str(number), LAND[1], f"第{number}项", *LAND[3:]] for number in range(1, LONG + 1)]
    rows[139][3] = "市民政局：1.只此一处。"
    base = EditionFactory(duty_list__owner=TownshipFactory(parent=county.base.duty_list.owner, name="芦湾镇"))
    owner = base.duty_list.owner
    editor = member(owner, Role.LIST_EDITOR)
    import_entries(base, by=editor, file=table(WIDE, *rows), filename="清单.xlsx")
    publish_rows(base)
    county.draft = start_draft(base.duty_list, by=editor)
    county.path = f"/responsibilities/edition/{county.draft.pk}/grid/"
    return Grid(visit().sign_in_as(editor), county)


def test_a_row_is_drawn_and_read_when_it_comes_into_sight(long_grid, county):
    assert long_grid.page.locator(".grid-row .column-lead").count() < LONG
    long_grid.go(1, "title")
    long_grid.press("Control+End")
    assert long_grid.page.locator(".grid-cell.active").is_visible()
    long_grid.page.locator(".grid-row:has(.active) .column-lead", has_text="市自然资源和规划局").wait_for()
    long_grid.press("Home", "ArrowRight", "ArrowRight")
    long_grid.type("最后一项")
    long_grid.press("Enter")
    long_grid.save()
    assert county.column("title")[-1] == "最后一项"
    assert county.draft.entries.get(title="最后一项").participations.exists(), "the other cells are as they were"


def test_rows_that_were_never_in_sight_are_found_removed_and_merged(long_grid, county):
    long_grid.page.fill("#grid-words", "只此一处")
    long_grid.page.locator(".grid-row[data-key]:visible").first.wait_for()
    assert long_grid.texts("title") == ["第140项"]
    long_grid.page.fill("#grid-words", "")
    long_grid.page.select_option("#grid-rows", "different")
    long_grid.page.wait_for_timeout(600)
    assert long_grid.texts("title") == []
    long_grid.page.select_option("#grid-rows", "")
    long_grid.go(1, "title")
    long_grid.press("Control+End", "Home", "Control+Shift+Home")
    long_grid.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Control+Delete")
    long_grid.page.locator("#grid-count", has_text=str(LONG - 3)).wait_for()
    long_grid.save()
    assert county.column("title") == ["第1项", "第2项", "第3项"]


# --- Beside the edition in force, and who only reads -----------------------------------------------------------------


def test_the_edition_in_force_stands_beside_the_draft(grid, county):
    grid.write(1, "title", f"{LAND[2]}（修订）")
    grid.go(3, "title")
    grid.press("Control+Delete")
    grid.save()
    grid.page.check("#grid-beside")
    cell = grid.cell(1, "title")
    assert cell.locator("ins").inner_text() == "（修订）"
    assert LAND[2] in cell.locator(".grid-before").inner_text()
    assert RIVER[2] in grid.page.locator(".grid-row.ghost").inner_text()
    grid.page.fill("#grid-words", "毁林")
    assert grid.texts("title") == [FOREST[2]]
    assert "beside=1" in grid.page.url
    grid.page.reload()
    assert grid.page.is_checked("#grid-beside")
    assert grid.texts("title") == [FOREST[2]]


def test_what_is_no_draft_is_read_only(visit, county):
    submit_edition(county.draft, by=county.editor)
    grid = Grid(visit(language="en").sign_in_as(county.editor), county)
    assert "no draft" in grid.page.inner_text(".grid-fixed")
    grid.go(1, "title")
    grid.type("x")
    grid.press("Delete")
    assert grid.text(1, "title") == LAND[2]
    assert not grid.page.locator("[data-do=save]").is_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_browser_too_old_for_the_table_is_told_so_and_offered_the_spreadsheet(visit, county, language):
    window = visit(language=language).sign_in_as(county.editor)
    window.page.add_init_script("window.IntersectionObserver = undefined")
    window.go(county.path)
    box = window.page.locator("#grid-too-old")
    box.wait_for()
    window.faults.clear()
    links = [link.get_attribute("href") for link in box.get_by_role("link").all()]
    assert links[:2] == [county.path.replace("grid/", "table.xlsx"), county.path.replace("grid/", "import-edits/")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_grid_fits_a_phone(visit, county, language):
    window = visit(language=language, size=PHONE).sign_in_as(county.editor)
    grid = Grid(window, county)
    assert not window.overflows()
    grid.write(1, "title", "手机上的修改")
    assert not window.overflows()
    save = grid.page.locator("[data-do=save]")
    save.scroll_into_view_if_needed()
    assert save.is_visible()
    grid.save()
    assert county.column("title")[0] == "手机上的修改"
