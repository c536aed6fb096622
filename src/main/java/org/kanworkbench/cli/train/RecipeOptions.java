package org.kanworkbench.cli.train;

import java.util.HashMap;
import java.util.Map;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.RecipeField;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Adds an option for every recipe field that has one to a command. */
final class RecipeOptions implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        RecipeField.ALL.forEach(field -> field.option().ifPresent(option -> command.addOption(spec(field, option))));
        return command;
    }

    private static OptionSpec spec(Field<?> field, Field.Option option) {
        OptionSpec.Builder spec =
                OptionSpec.builder(option.name()).type(field.usual().getClass()).description(option.help());
        return option.parameter().isEmpty()
                ? spec.arity("0").build()
                : spec.paramLabel(option.parameter()).build();
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
