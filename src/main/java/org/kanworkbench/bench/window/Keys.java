package org.kanworkbench.bench.window;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.robot.Robot;

/** Keyboard input, for the interface thread. */
public final class Keys {

    private Keys() {}

    /** Presses keys together, for instance control and K. */
    public static void press(Robot robot, KeyCode... keys) {
        for (KeyCode key : keys) {
            robot.keyPress(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            robot.keyRelease(keys[i]);
        }
    }

    /** Types where the keyboard is; a robot has keys only for a part of what a person can type. */
    public static void type(Scene scene, String words) {
        for (char c : words.toCharArray()) {
            String typed = String.valueOf(c);
            KeyCode key = KeyCode.getKeyCode(typed.toUpperCase());
            KeyCode code = key == null ? KeyCode.UNDEFINED : key;
            fire(scene, KeyEvent.KEY_PRESSED, "", code);
            fire(scene, KeyEvent.KEY_TYPED, typed, KeyCode.UNDEFINED);
            fire(scene, KeyEvent.KEY_RELEASED, "", code);
        }
    }

    private static void fire(Scene scene, EventType<KeyEvent> type, String typed, KeyCode code) {
        Node owner = scene.getFocusOwner();
        Event.fireEvent(
                owner == null ? scene : owner, new KeyEvent(type, typed, typed, code, false, false, false, false));
    }
}
