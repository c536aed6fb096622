package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.basis.Basis;

/** One-line messages for errors in a JSON file, with the field's path, for instance {@code network.layers[1].basis}. */
final class JsonErrors {

    private JsonErrors() {}

    static ModelFileException translate(String file, IOException e) {
        return switch (e) {
            case ModelFileException known -> known;
            case JsonMappingException mapping ->
                new ModelFileException(file + where(mapping) + ": " + what(mapping), mapping);
            case JacksonException syntax ->
                new ModelFileException(
                        file + place(syntax.getLocation()) + ": this is not valid JSON ("
                                + firstLine(syntax.getOriginalMessage()) + "): correct it there",
                        syntax);
            default -> new ModelFileException(file + ": there is no valid JSON: choose another file", e);
        };
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String where(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : ": " + path;
    }

    private static String what(JsonMappingException e) {
        return switch (e) {
            case UnrecognizedPropertyException u ->
                "unknown field: remove it, known are "
                        + u.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case InvalidTypeIdException t
            when t.getTypeId() != null -> "\"" + t.getTypeId() + "\" is unknown: choose " + alternatives(t);
            case InvalidTypeIdException t -> "its " + typeField(t) + " is missing: choose " + alternatives(t);
            case ValueInstantiationException v
            when v.getCause() instanceof IllegalArgumentException cause -> firstLine(cause.getMessage());
            case InvalidFormatException f
            when f.getTargetType().isEnum() ->
                "\"" + f.getValue() + "\" is unknown: choose " + constants(f.getTargetType());
            case InvalidFormatException f ->
                "\"" + f.getValue() + "\" is no " + name(f.getTargetType()) + ": correct it";
            case InvalidNullException _ -> "the value is null: give it one";
            case MismatchedInputException m
            when m.getOriginalMessage().startsWith("Missing ") -> "the field is missing: add it";
            case MismatchedInputException m
            when m.getOriginalMessage().matches("(?s)(Null value|Cannot map `null`).*") ->
                "the field is null: give it a value";
            case MismatchedInputException m
            when m.getOriginalMessage().startsWith("No content ") -> "it is empty: choose another file";
            case MismatchedInputException m -> "this is no " + name(m.getTargetType()) + ": correct it";
            default -> firstLine(e.getOriginalMessage()) + ": correct it";
        };
    }

    private static String typeField(InvalidTypeIdException e) {
        return e.getBaseType().isTypeOrSubTypeOf(Basis.class) ? "family" : "kind";
    }

    private static String alternatives(InvalidTypeIdException e) {
        return String.join(", ", JsonFormat.namesOf(e.getBaseType().getRawClass()));
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String name(Class<?> type) {
        if (type == null) {
            return "value of the right type";
        }
        if (type == int.class || type == long.class || type == Integer.class) {
            return "whole number in range";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "JSON object";
        }
        return List.class.isAssignableFrom(type) ? "list" : "JSON object with the fields of " + type.getSimpleName();
    }

    private static String firstLine(String text) {
        // Without what the library advises its programmers.
        return text == null
                ? "unreadable"
                : text.lines().findFirst().orElse("unreadable").replaceAll(" \\(start marker at .*|: enable `.*", "");
    }
}
