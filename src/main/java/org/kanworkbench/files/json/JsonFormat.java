package org.kanworkbench.files.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.basis.Bases;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;
import org.kanworkbench.training.Evaluation;

/** The mapping of records to JSON: every field by its name, subtypes named by a separate field, nothing inferred. */
public final class JsonFormat {

    private static final Map<Class<?>, String> NAMES = names();

    /** Rejects unknown, missing, duplicate and null fields, and values of another type. */
    public static final JsonMapper STRICT = mapper();

    private JsonFormat() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "family")
    private interface ByFamily {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface ByKind {}

    /** Files of older versions know classification alone, and have no field for what it is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Evaluation.Classification.class), @JsonSubTypes.Type(Evaluation.Regression.class)
    })
    private interface ByFields {}

    private static JsonMapper mapper() {
        // Keys are digests of this text, so that it has the same line ends on every system.
        DefaultIndenter indenter = new DefaultIndenter().withLinefeed("\n");
        // A checkpoint's scores of many samples are one text; files have limits of their own.
        StreamReadConstraints anyText = StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        JsonMapper.Builder builder = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(anyText).build())
                .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addMixIn(Basis.class, ByFamily.class)
                .addMixIn(Optimizer.class, ByKind.class)
                .addMixIn(Schedule.class, ByKind.class)
                .addMixIn(Stem.class, ByKind.class)
                .addMixIn(DataSource.class, ByKind.class)
                .addMixIn(Evaluation.class, ByFields.class)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .addModule(paths())
                .addModule(new SimpleModule().setDeserializerModifier(new AddedFields()));
        NAMES.forEach((type, name) -> builder.registerSubtypes(new NamedType(type, name)));
        return builder.build();
    }

    private static Map<Class<?>, String> names() {
        Map<Class<?>, String> names = new LinkedHashMap<>();
        Bases.ALL.forEach(basis -> names.put(basis.getClass(), basis.family()));
        names.put(NoStem.class, "none");
        names.put(Convolutions.class, "convolutions");
        names.put(KanConvolutions.class, "kan-convolutions");
        names.put(PositionalEncoding.class, "positional-encoding");
        names.put(Optimizer.AdamW.class, "adamw");
        names.put(Optimizer.Adam.class, "adam");
        names.put(Optimizer.Sgd.class, "sgd");
        names.put(Optimizer.Lbfgs.class, "lbfgs");
        names.put(Schedule.Constant.class, "constant");
        names.put(Schedule.Exponential.class, "exponential");
        names.put(Schedule.Step.class, "step");
        names.put(Schedule.Cosine.class, "cosine");
        names.put(DataSource.Mnist.class, "mnist");
        names.put(DataSource.IdxFolder.class, "idx");
        names.put(DataSource.ImageFolder.class, "images");
        names.put(DataSource.CsvFile.class, "csv");
        names.put(DataSource.Airfoil.class, "airfoil");
        names.put(DataSource.OwnDigits.class, "own-digits");
        names.put(DataSource.Toy.class, "toy");
        names.put(DataSource.Function.class, "function");
        return names;
    }

    /** The names of a type's subtypes in files. */
    static List<String> namesOf(Class<?> type) {
        JsonSubTypes own = type.getAnnotation(JsonSubTypes.class);
        return own != null
                ? Arrays.stream(own.value()).map(JsonSubTypes.Type::name).toList()
                : NAMES.entrySet().stream()
                        .filter(e -> type.isAssignableFrom(e.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
    }

    /** Paths in plain form; Jackson's default is a file: URL. */
    private static SimpleModule paths() {
        return new SimpleModule()
                .addSerializer(Path.class, new ToStringSerializer(Path.class))
                .addDeserializer(Path.class, new FromStringDeserializer<Path>(Path.class) {
                    @Override
                    protected Path _deserialize(String value, DeserializationContext context) {
                        return Path.of(value);
                    }
                });
    }
}
