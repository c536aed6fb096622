package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.WindowExtension.settle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.cards.PaletteAction;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window by its keys: finder, shortcuts, settings, and files that come from outside. */
@ExtendWith(WindowExtension.class)
class CommandPaletteTest {

    @TempDir
    private Path folder;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private WorkbenchWindow window;

    @Start
    void open(Stage stage) {
        whole.open(stage, "train");
        window = whole.window();
    }

    @Stop
    void close() {
        workspace.close();
    }

    private static void control(FxRobot robot, KeyCode key) {
        robot.press(KeyCode.CONTROL).type(key).release(KeyCode.CONTROL);
    }

    /** Opens the finder and types into it once it has the keyboard. */
    private static void seek(FxRobot robot, String words) throws TimeoutException {
        control(robot, KeyCode.K);
        TextField field = robot.lookup("#finder-words").queryAs(TextField.class);
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, field::isFocused);
        robot.write(words);
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> field.getText().equals(words));
    }

    private static String title(FxRobot robot) {
        return robot.lookup("#header-title").queryAs(Labeled.class).getText();
    }

    @SuppressWarnings("unchecked")
    private static List<PaletteAction> found(FxRobot robot) {
        return robot.lookup("#finder-found").queryAs(ListView.class).getItems();
    }

    private static boolean visible(FxRobot robot, String selector) {
        return robot.lookup(selector).query().isVisible();
    }

    @Test
    void some_letters_and_enter_do_what_a_button_of_another_pane_does(FxRobot robot) throws TimeoutException {
        seek(robot, "noise lab");
        assertThat(found(robot)).isNotEmpty();
        assertThat(found(robot).getFirst().name()).isEqualTo("Noise Lab");
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(title(robot)).isEqualTo("Noise Lab");
        assertThat(visible(robot, "#finder")).isFalse();

        seek(robot, "dark");
        assertThat(found(robot)).anyMatch(action -> action.name().equals("Light or dark theme"));
        robot.type(KeyCode.ESCAPE);
        seek(robot, "open mod");
        assertThat(found(robot)).anyMatch(action -> action.name().equals("Open model…"));
        robot.type(KeyCode.ESCAPE);
        seek(robot, "web page");
        assertThat(found(robot)).anyMatch(action -> action.name().equals("Export model as: Web page…"));
        robot.type(KeyCode.ESCAPE);
        seek(robot, "lr");
        assertThat(found(robot).getFirst().name()).isEqualTo("Learning rate");
        robot.type(KeyCode.ESCAPE);
        seek(robot, "fit csv");
        assertThat(found(robot)).anyMatch(action -> action.name().equals("Export Fit: As CSV…"));
        robot.type(KeyCode.ESCAPE);
        seek(robot, "two moons");
        assertThat(found(robot).getFirst().name()).isEqualTo("Data: Two moons");
        robot.type(KeyCode.ESCAPE);
        seek(robot, "seen as");
        assertThat(found(robot).getFirst().name()).startsWith("Go to Seen as");
        robot.type(KeyCode.ENTER);
        await(() -> title(robot).equals("Draw"));
    }

    @Test
    void what_can_be_done_with_each_opened_model_is_found_by_its_name(FxRobot robot) throws Exception {
        Model model = Network.initialize(Preset.named("kal-net").orElseThrow().network(2, List.of(2), 2), 1)
                .snapshot();
        for (String name : List.of("first", "second")) {
            Path file = folder.resolve(name + ".kan");
            ModelFile.write(SavedModels.of(model, "kal-net", 1, "two moons", Target.Classes.numbered(2)), file);
            robot.interact(() -> window.open(file));
        }
        await(() -> robot.lookup(".opened-card").queryAll().size() == 2);
        seek(robot, "second");
        assertThat(found(robot))
                .extracting(PaletteAction::name)
                .contains("Evaluate  ·  second", "Save as .kan…  ·  second", "Export as: ONNX…  ·  second")
                .contains("Close second");
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void a_click_below_what_was_found_does_nothing(FxRobot robot) throws TimeoutException {
        seek(robot, "light or dark theme");
        assertThat(found(robot)).hasSizeBetween(1, 5);
        robot.clickOn(robot.offset(robot.lookup("#finder-found").query(), Pos.BOTTOM_CENTER, new Point2D(0, -20)));
        settle();
        assertThat(visible(robot, "#finder")).isTrue();
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void letters_that_come_before_the_next_frame_are_not_lost(FxRobot robot) {
        robot.interact(() -> {
            Scene scene = window.stage.getScene();
            scene.getAccelerators().get(KeyCombination.valueOf("Shortcut+K")).run();
            Event.fireEvent(
                    scene.getFocusOwner(),
                    new KeyEvent(KeyEvent.KEY_TYPED, "s", "", KeyCode.UNDEFINED, false, false, false, false));
        });
        assertThat(robot.lookup("#finder-words").queryAs(TextField.class).getText())
                .isEqualTo("s");
    }

    @Test
    void what_could_not_be_done_yet_when_it_was_found_is_done(FxRobot robot) throws TimeoutException {
        Node data = robot.lookup("#data-menu").query();
        await(() -> !data.isDisabled());
        robot.interact(() -> {
            data.disableProperty().unbind();
            data.setDisable(true);
        });
        seek(robot, "data: xor");
        robot.interact(() -> data.setDisable(false));
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#data-menu").queryAs(Labeled.class).getText().equals("XOR"));
    }

    @Test
    void a_setting_is_found_by_its_name_and_gets_the_keyboard(FxRobot robot) throws Exception {
        seek(robot, "label smoo");
        // Also before the settings under More have been made, which waits for the window's first pictures.
        assertThat(found(robot).getFirst().name()).isEqualTo("Label smoothing");
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#field-label-smoothing")
                .tryQuery()
                .filter(Node::isFocused)
                .isPresent());
        Node field = robot.lookup("#field-label-smoothing").query();
        Node inspector = robot.lookup("#inspector").query();
        assertThat(inspector.localToScene(inspector.getLayoutBounds()))
                .as("scrolled into sight")
                .matches(bounds -> bounds.contains(field.localToScene(field.getLayoutBounds())));
    }

    @Test
    void settings_and_exports_of_panes_that_are_not_in_front_are_found_and_lead_there(FxRobot robot) throws Exception {
        robot.interact(() -> window.show("search"));
        for (String words : List.of("batch", "learning", "epochs")) {
            seek(robot, words);
            assertThat(found(robot)).as(words).anyMatch(action -> action.place().equals("Train"));
            robot.type(KeyCode.ESCAPE);
        }
        for (String words : List.of("onnx", "tensorboard")) {
            seek(robot, words);
            assertThat(found(robot)).as(words).anyMatch(action -> action.name().startsWith("Export"));
            robot.type(KeyCode.ESCAPE);
        }
        seek(robot, "batch size");
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(title(robot)).isEqualTo("Train");
        assertThat(robot.lookup("#field-batch").query().isFocused()).isTrue();
        seek(robot, "tensorboard");
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(title(robot)).isEqualTo("Runs");
        robot.type(KeyCode.ESCAPE);
        // No run is selected, so the menu that it is in cannot be opened.
        seek(robot, "export web page");
        robot.type(KeyCode.ENTER);
        settle();
        assertThat(robot.lookup("#runs-files").queryAs(MenuButton.class).isShowing())
                .isTrue();
    }

    @Test
    void long_names_end_in_an_ellipsis(FxRobot robot) throws Exception {
        seek(robot, "preset");
        robot.interact(
                () -> robot.lookup("#finder").query().getScene().getRoot().layout());
        Node list = robot.lookup("#finder-found").query();
        double right = list.localToScene(list.getLayoutBounds()).getMaxX();
        assertThat(robot.lookup("#finder-found .finder-line").queryAllAs(Node.class))
                .isNotEmpty()
                .allMatch(line -> line.localToScene(line.getLayoutBounds()).getMaxX() <= right);
    }

    @Test
    void the_backend_is_found_by_what_people_call_it(FxRobot robot) throws Exception {
        for (String words : List.of("engine", "gpu", "device", "opencl", "cuda")) {
            seek(robot, words);
            assertThat(found(robot)).anyMatch(action -> action.name().equals("Backend"));
            robot.type(KeyCode.ESCAPE);
        }
    }

    @Test
    void arrows_choose_escape_closes_and_gives_the_keyboard_back(FxRobot robot) {
        control(robot, KeyCode.K);
        robot.type(KeyCode.DOWN, KeyCode.DOWN, KeyCode.UP);
        ListView<?> list = robot.lookup("#finder-found").queryAs(ListView.class);
        assertThat(list.getSelectionModel().getSelectedIndex()).isEqualTo(1);
        robot.write("no such thing at all");
        assertThat(visible(robot, "#finder-nothing")).isTrue();
        robot.type(KeyCode.ESCAPE);
        assertThat(visible(robot, "#finder")).isFalse();
        assertThat(title(robot)).isEqualTo("Train");
    }

    @Test
    void the_sheet_of_shortcuts_names_keys_of_panes_and_closes(FxRobot robot) {
        control(robot, KeyCode.SLASH);
        assertThat(visible(robot, "#shortcuts")).isTrue();
        assertThat(robot.lookup(".key-cap").queryAllAs(Labeled.class))
                .extracting(Labeled::getText)
                .contains("Ctrl+K", "Ctrl+Z");
        control(robot, KeyCode.DIGIT3);
        assertThat(title(robot)).as("keys are for the sheet").isEqualTo("Train");
        robot.type(KeyCode.ESCAPE);
        assertThat(visible(robot, "#shortcuts")).isFalse();
    }

    @Test
    void tab_stays_in_an_open_card_and_escape_closes_it_whatever_has_the_keyboard(FxRobot robot) {
        Node settings = robot.lookup("#settings").query();
        robot.interact(() -> robot.lookup("#rail-train").query().requestFocus());
        control(robot, KeyCode.COMMA);
        for (KeyCode[] keys : List.of(new KeyCode[] {KeyCode.TAB}, new KeyCode[] {KeyCode.SHIFT, KeyCode.TAB})) {
            for (int i = 0; i < 8; i++) {
                robot.push(keys);
                Node owner = settings.getScene().getFocusOwner();
                assertThat(PaneWalk.all(settings)).contains(owner);
            }
        }
        robot.type(KeyCode.ESCAPE);
        assertThat(settings.isVisible()).isFalse();
        assertThat(robot.lookup("#rail-train").query().isFocused()).isTrue();

        robot.interact(() -> robot.lookup("#help-read").queryButton().fire());
        assertThat(robot.lookup("#reader-pages").query().isFocused()).isTrue();
        robot.type(KeyCode.ESCAPE);
        assertThat(visible(robot, "#reader")).as("a list has the keyboard").isFalse();
    }

    @Test
    void settings_hold_at_once(FxRobot robot) {
        robot.clickOn("#rail-settings");
        robot.doubleClickOn("#field-usual-threads").write("1");
        settle();
        assertThat(workspace.threadsProperty().get()).isEqualTo(1);
        assertThat(robot.lookup("#settings-usual-folder").queryButton().isDisabled())
                .as("the environment variable has precedence")
                .isEqualTo(DataFolder.isMoved());
        robot.clickOn("#settings-close");
        assertThat(visible(robot, "#settings")).isFalse();
    }

    @Test
    void recent_files_of_one_name_are_told_apart_by_their_folders(FxRobot robot) throws TimeoutException {
        Path one = folder.resolve("one/net.kan");
        Path other = folder.resolve("other/net.kan");
        robot.interact(() -> workspace.recent.setAll(one, other));
        seek(robot, "net.kan");
        assertThat(found(robot))
                .extracting(PaletteAction::name)
                .startsWith("net.kan  ·  " + one.getParent(), "net.kan  ·  " + other.getParent());
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void only_pages_and_addresses_can_be_followed_from_a_page(FxRobot robot) {
        robot.interact(() -> robot.lookup("#help-read").queryButton().fire());
        ListView<?> pages = robot.lookup("#reader-pages").queryAs(ListView.class);
        robot.interact(() -> pages.getSelectionModel().select(0));
        assertThat(robot.lookup(".page-link").queryAllAs(Hyperlink.class))
                .extracting(link -> link.getTooltip().getText())
                .contains("legendre.md")
                .noneMatch(destination -> destination.startsWith(".."));
        robot.type(KeyCode.ESCAPE);
    }

    @Test
    void a_file_that_no_pane_opens_is_refused_in_one_line(FxRobot robot) throws Exception {
        Path odd = Files.writeString(folder.resolve("notes.txt"), "hello");
        robot.interact(() -> window.open(odd));
        await(() -> visible(robot, "#refusal"));
        assertThat(robot.lookup("#refusal .error-message")
                        .queryAs(Labeled.class)
                        .getText())
                .startsWith(odd.toString())
                .contains(".kan")
                .doesNotContain("\n");
        robot.interact(() -> window.open(folder.resolve("none.kan")));
        await(() -> robot.lookup("#refusal .error-message")
                .queryAs(Labeled.class)
                .getText()
                .contains("no such file"));

        Path table = Files.writeString(folder.resolve("table.csv"), "x,y\n" + "1,2\n3,5\n".repeat(40));
        robot.interact(() -> window.open(odd, table));
        await(() -> robot.lookup("#data-menu").queryAs(Labeled.class).getText().equals("table"));
        assertThat(workspace.notices)
                .extracting(Notice::text)
                .as("what is opened with it does not take it away")
                .anyMatch(text -> text.contains("notes.txt"));
    }
}
