package org.kanworkbench.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.help.HelpPage;
import org.kanworkbench.app.help.HelpReader;
import org.kanworkbench.app.models.SeriesColours;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.cards.ActionHarvest;
import org.kanworkbench.app.shell.cards.Cards;
import org.kanworkbench.app.shell.cards.CommandPaletteController;
import org.kanworkbench.app.shell.cards.PaletteAction;
import org.kanworkbench.app.shell.cards.QueueController;
import org.kanworkbench.app.shell.cards.SettingsController;
import org.kanworkbench.app.shell.cards.ShortcutsController;
import org.kanworkbench.app.shell.cards.TourController;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Phase;

/** The one window: its scene and its keys. */
public final class WorkbenchWindow {

    private static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");
    private static final List<KeyCombination> REDO =
            List.of(KeyCombination.valueOf("Shortcut+Y"), KeyCombination.valueOf("Shortcut+Shift+Z"));

    private static final double LEAST_WIDTH = 1024;
    private static final double LEAST_HEIGHT = 640;

    private static final List<Shortcut> KEYS = List.of(
            new Shortcut("Ctrl+K", "find an action or a setting"),
            new Shortcut("Ctrl+1 … 8", "go to a pane"),
            new Shortcut("Ctrl+Enter", "start, pause, resume"),
            new Shortcut("Esc", "stop or close"),
            new Shortcut("Ctrl+O", "open a file"),
            new Shortcut("Ctrl+,", "settings"),
            new Shortcut("F1", "what the pane is for"),
            new Shortcut("Ctrl+/", "this sheet"));

    private final ShellController shell;
    private final CommandPaletteController finder;
    private final ShortcutsController shortcuts;
    private final SettingsController preferences;
    private final HelpReader reader;
    private final TourController tour;
    private final Cards cards;
    private final FileOpening files;
    private final FilePrompts prompts;
    private final List<RailEntry<?>> panes;
    private final Runnable openQueue;
    private final Workspace workspace;
    public final Stage stage;
    /** What the accent button that was clicked last did then. */
    private String pressedAs = "";

    /**
     * @param browse opens an address outside of the workbench
     * @param panes makes the panes, in the order of the rail, given what brings another one to the front; each has a style
     *     sheet of its id's name
     */
    public WorkbenchWindow(
            Stage stage,
            Workspace workspace,
            Settings settings,
            Consumer<String> browse,
            Function<Navigator, List<RailEntry<?>>> panes) {
        this.stage = stage;
        this.workspace = workspace;
        Theme.loadFonts();
        // Before the first control, or JavaFX would read its own theme first.
        settings.theme().apply();
        workspace.threadsProperty().set(settings.threads());
        settings.keep(workspace.session);
        SeriesColours colours = workspace.colours;
        workspace.session.keep(Session.COLOURS, colours::restore, colours::text, colours::onChange);
        workspace.recent.setAll(settings.recent());
        workspace.recent.subscribe(() -> settings.setRecent(workspace.recent));
        this.panes = panes.apply(this::show);
        prompts = workspace.prompts(() -> stage);
        finder = new CommandPaletteController(this::actions);
        shortcuts = new ShortcutsController(this::shortcutGroups);
        preferences = new SettingsController(settings, prompts, this::use, workspace.threadsProperty());
        reader = new HelpReader(browse);
        QueueController queue = new QueueController(workspace.queue);
        cards = new Cards(
                List.of("settings", "queue", "shortcuts", "help", "finder"),
                preferences,
                queue,
                shortcuts,
                reader,
                finder);
        shell = new ShellController(workspace, this.panes, settings, cards, stage::hide);
        tour = new TourController(
                this::show,
                this.panes.getFirst().make()::start,
                this.panes.getFirst().make().obstacle(),
                this.panes.getFirst().job(),
                workspace.datasetProperty(),
                workspace.models(),
                workspace.session.reopening,
                settings::setToured);
        files = new FileOpening(
                this.panes,
                new BackgroundWork(workspace.threads(), shell::refuse),
                shell::show,
                shell::refuse,
                problem -> workspace.notices.add(Notice.of(problem)));
        // Every sheet that a scene gets later styles all of its nodes again.
        Scene scene = new Scene(new Group());
        scene.getStylesheets()
                .setAll(Stream.concat(
                                Stream.of("tokens", "shell", "help"),
                                this.panes.stream().map(pane -> pane.face().id()))
                        .map(Theme::sheet)
                        .toList());
        settings.theme().apply(scene);
        settings.palette().apply(scene);
        scene.setRoot(Layout.load("shell", shell, tour));
        openQueue = card(queue::open);
        shell.bind(card(preferences::open), openQueue, tour::begin, card(() -> reader.open(HelpPage.ALL.getFirst())));
        addKeys(scene);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::ignoreSecondClick);
        TypeAhead.install(scene);
        acceptFiles(scene);
        if (!settings.toured()) {
            tour.begin();
        }
        // Also under the tour, which comes back until somebody leaves it.
        shell.show(workspace.session.pane.get());
        shell.shownProperty().subscribe(pane -> {
            workspace.session.pane.set(pane.face().id());
            tour.shown(pane.face().id());
        });
        stage.setTitle("KAN Workbench");
        // A small screen has room for less.
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setMinWidth(Math.min(LEAST_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(LEAST_HEIGHT, screen.getHeight()));
        stage.setScene(scene);
        Clock.whileShown(scene, shell::showMachine);
        stage.setOnCloseRequest(request -> {
            if (!shell.mayClose()) {
                request.consume();
            }
        });
    }

    /** Closes the window without a question, after what runs has ended and is kept. */
    public void leave() {
        shell.leave();
    }

    /** Lays out the cards over the panes, which happens anyway when one is asked for. */
    public void makeCards() {
        cards.make(shell::addCard);
    }

    /** Finds the styles of a pane before it is first shown. */
    public void dress(RailEntry<?> pane) {
        shell.dress(pane);
    }

    /** Opens a card, which is laid out if need be. */
    private Runnable card(Runnable open) {
        return () -> {
            makeCards();
            open.run();
        };
    }

    private void addKeys(Scene scene) {
        for (int digit = 1; digit <= 9; digit++) {
            int index = digit - 1;
            addKey(scene, "Shortcut+" + digit, () -> shell.show(index));
        }
        addKey(scene, "Shortcut+Enter", () -> pane().start());
        addKey(scene, "F1", shell::toggleHelp);
        addKey(scene, "Shortcut+K", card(finder::open));
        addKey(scene, "Shortcut+SLASH", card(shortcuts::open));
        addKey(scene, "Shortcut+COMMA", card(preferences::open));
        addKey(scene, "Shortcut+O", this::askForFile);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && shell.dismiss()) {
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE && keepsEscape(scene.getFocusOwner())) {
                pane().cancel();
            }
        });
        // What has the keyboard comes first: a field undoes its own letters.
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                pane().cancel();
            } else if (!shell.covered() && UNDO.match(event)) {
                pane().undo();
            } else if (!shell.covered() && REDO.stream().anyMatch(keys -> keys.match(event))) {
                pane().redo();
            }
        });
    }

    /** The second click of a double one would press what the first has made of the button: pause what it has started. */
    private void ignoreSecondClick(MouseEvent event) {
        Node at = event.getTarget() instanceof Node target ? target : null;
        while (at != null && !(at instanceof Button && at.getStyleClass().contains("accent"))) {
            at = at.getParent();
        }
        if (at instanceof Button button) {
            boolean started = pressedAs.equals(Phase.IDLE.action());
            if (event.getClickCount() > 1 && started && !button.getText().equals(pressedAs)) {
                event.consume();
            } else {
                pressedAs = button.getText();
            }
        }
    }

    /** Lists, tables and closed menus consume Esc, also when nothing in them is being edited. */
    private static boolean keepsEscape(Node owner) {
        return owner instanceof MenuButton menu && !menu.isShowing()
                || owner instanceof ListView<?> list && list.getEditingIndex() < 0
                || owner instanceof TableView<?> table && table.getEditingCell() == null;
    }

    /** Keys do nothing while a question waits or a card is open. */
    private void addKey(Scene scene, String keys, Runnable action) {
        scene.getAccelerators().put(KeyCombination.valueOf(keys), () -> {
            if (!shell.covered()) {
                action.run();
            }
        });
    }

    private void acceptFiles(Scene scene) {
        scene.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles() && !shell.covered()) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        scene.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            if (event.getDragboard().hasFiles()) {
                files.open(event.getDragboard().getFiles().stream()
                        .map(File::toPath)
                        .toList());
                event.setDropCompleted(true);
                event.consume();
            }
        });
    }

    private void askForFile() {
        prompts.open("Open a file", "What the workbench opens", files.extensions())
                .ifPresent(this::open);
    }

    /** Opens models, tables, configurations or folders of images in the panes that they are for, or tells why not. */
    public void open(Path... paths) {
        files.open(List.of(paths));
    }

    private List<PaletteAction> actions() {
        List<PaletteAction> all = new ArrayList<>();
        // What the person looks at comes first.
        all.addAll(ActionHarvest.of(pane(), () -> {}));
        for (int p = 0; p < panes.size(); p++) {
            RailEntry<?> pane = panes.get(p);
            all.add(new PaletteAction("Go to", pane.face().title(), "Ctrl+" + (p + 1), () -> shell.show(pane)));
        }
        all.add(new PaletteAction("Window", "Open a file…", "Ctrl+O", this::askForFile));
        for (Path file : workspace.recent) {
            all.add(new PaletteAction("Recent", file.getFileName() + "  ·  " + file.getParent(), "", () -> open(file)));
        }
        all.add(new PaletteAction("Window", "Settings", "Ctrl+,", card(preferences::open)));
        all.add(new PaletteAction("Window", "Queue", "", openQueue));
        all.add(new PaletteAction("Window", "Light or dark theme", "", shell::toggleTheme));
        all.add(new PaletteAction("Window", "Keyboard shortcuts", "Ctrl+/", card(shortcuts::open)));
        all.add(new PaletteAction("Window", "Help on this pane", "F1", shell::toggleHelp));
        for (HelpPage page : HelpPage.ALL) {
            all.add(new PaletteAction("Mathematics", page.title(), "", card(() -> reader.open(page))));
        }
        all.add(new PaletteAction("Window", "Take the tour", "", tour::begin));
        for (RailEntry<?> other : panes) {
            if (other != shell.shownProperty().get()) {
                all.addAll(ActionHarvest.of(other.make(), () -> shell.show(other)));
            }
        }
        return all;
    }

    private List<ShortcutsController.Group> shortcutGroups() {
        return Stream.concat(
                        Stream.of(new ShortcutsController.Group("Everywhere", KEYS)),
                        panes.stream()
                                .map(pane -> new ShortcutsController.Group(
                                        pane.face().title(), pane.face().shortcuts())))
                .toList();
    }

    private WorkbenchPane pane() {
        return shell.shownProperty().get().make();
    }

    /** @param id see {@link org.kanworkbench.app.pane.PaneFace#id()} */
    public void show(String id) {
        shell.show(id);
    }

    public void use(Theme theme) {
        shell.use(theme);
    }
}
