package org.kanworkbench.cli.train;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.RecipeField;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Adds an option for every recipe field that has one to a command. */
final class RecipeOptions implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        RecipeField.ALL.forEach(field -> field.option().ifPresent(option -> command.addOption(spec(field, option))));
        return command;
    }

    private static OptionSpec spec(Field<?> field, Field.Option option) {
        OptionSpec.Builder spec = OptionSpec.builder(option.name())
                .order(CommonOptions.ORDER + 1)
                .type(field.usual().getClass())
                .description(option.help());
        if (field.usual() instanceof Enum<?>) {
            spec.converters(text -> choice(field, text));
        }
        return option.parameter().isEmpty()
                ? spec.arity("0").build()
                : spec.paramLabel(option.parameter()).build();
    }

    /** By its label, of which letters alone count, as {@code lbfgs}. */
    private static <T> T choice(Field<T> field, String text) {
        return field.choices().stream()
                .filter(choice -> name(field, choice).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no " + field.what() + ": choose "
                        + field.choices().stream()
                                .map(choice -> name(field, choice))
                                .collect(Collectors.joining(", "))));
    }

    private static <T> String name(Field<T> field, T choice) {
        return field.label(choice).replaceAll("\\W", "").toLowerCase(Locale.ROOT);
    }

    /** The given values by field. */
    static Map<Field<?>, Object> given(ParseResult parsed) {
        Map<Field<?>, Object> given = new HashMap<>();
        RecipeField.ALL.forEach(field -> field.option()
                .map(Field.Option::name)
                .filter(parsed::hasMatchedOption)
                .ifPresent(name -> given.put(field, parsed.matchedOptionValue(name, null))));
        return given;
    }
}
