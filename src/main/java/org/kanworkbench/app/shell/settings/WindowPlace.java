package org.kanworkbench.app.shell.settings;

import java.util.Optional;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import org.kanworkbench.app.shell.settings.Settings.Bounds;

/** Puts the window where it was last, and remembers where it is: when it comes to rest and when it is closed. */
public final class WindowPlace {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private static final Duration REST = Duration.millis(500);

    private final Stage stage;
    /** While the window is not maximised. */
    private Bounds normal;

    private WindowPlace(Stage stage) {
        this.stage = stage;
    }

    /** Call before the window is shown. */
    public static void keep(Stage stage, Settings settings) {
        WindowPlace place = new WindowPlace(stage);
        Optional<Bounds> last = settings.window().flatMap(WindowPlace::onAScreen);
        last.ifPresentOrElse(place::restore, place::usual);
        PauseTransition rest = new PauseTransition(REST);
        rest.setOnFinished(_ -> settings.setWindow(place.now()));
        ChangeListener<Object> moved = (_, _, _) -> {
            place.look();
            rest.playFromStart();
        };
        Stream.of(
                        stage.xProperty(),
                        stage.yProperty(),
                        stage.widthProperty(),
                        stage.heightProperty(),
                        stage.maximizedProperty())
                .forEach(property -> property.addListener(moved));
        stage.addEventHandler(WindowEvent.WINDOW_HIDING, _ -> settings.setWindow(place.now()));
    }

    /** A screen may have been unplugged since, or be smaller now. */
    private static Optional<Bounds> onAScreen(Bounds bounds) {
        double seen = Math.min(bounds.width(), bounds.height()) / 2;
        return Screen.getScreens().stream()
                .map(Screen::getVisualBounds)
                .filter(screen -> seen > 0 && screen.contains(bounds.x() + seen, bounds.y() + seen))
                .findFirst()
                .map(screen -> within(screen, bounds));
    }

    /** Moved, and made smaller if need be, so that nothing of it is beyond a screen. */
    static Bounds within(Rectangle2D screen, Bounds bounds) {
        double width = Math.min(bounds.width(), screen.getWidth());
        double height = Math.min(bounds.height(), screen.getHeight());
        return new Bounds(
                Math.clamp(bounds.x(), screen.getMinX(), screen.getMaxX() - width),
                Math.clamp(bounds.y(), screen.getMinY(), screen.getMaxY() - height),
                width,
                height,
                bounds.maximized());
    }

    private void usual() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, screen.getWidth()));
        stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
    }

    private void restore(Bounds bounds) {
        stage.setX(bounds.x());
        stage.setY(bounds.y());
        stage.setWidth(bounds.width());
        stage.setHeight(bounds.height());
        stage.setMaximized(bounds.maximized());
        normal = bounds;
    }

    private void look() {
        if (!stage.isMaximized() && !stage.isIconified()) {
            normal = new Bounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false);
        }
    }

    private Bounds now() {
        Bounds bounds = normal == null
                ? new Bounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false)
                : normal;
        return new Bounds(bounds.x(), bounds.y(), bounds.width(), bounds.height(), stage.isMaximized());
    }
}
