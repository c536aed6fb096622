package org.kanworkbench.app.randomuser;

import javafx.scene.Node;

/**
 * Something in the window that a person can do something to.
 *
 * @param path the same in another window that has come to the same state
 * @param label what a person calls it
 */
record Target(Node node, Kind kind, String path, String label) {

    enum Kind {
        BUTTON,
        TOGGLE,
        MENU,
        COMBO,
        FIELD,
        SLIDER,
        CELL,
        HEADER,
        TAB,
        ITEM,
        PICTURE,
        SCROLL
    }
}
