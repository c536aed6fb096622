package org.kanworkbench.quantize.onnx;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.quantize.Arithmetic;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.WeightFormat;

/** The schemes under which networks are written as ONNX files, by name. */
public final class OnnxSchemes {

    public static final Scheme FLOAT32 = new Scheme("float32", new WeightFormat.Float32(), Arithmetic.FLOAT);
    public static final Scheme FLOAT16 = new Scheme("float16", new WeightFormat.Float16(), Arithmetic.FLOAT);

    public static final List<Scheme> ALL = List.of(FLOAT32, FLOAT16);

    private OnnxSchemes() {}

    public static Optional<Scheme> named(String name) {
        return ALL.stream().filter(scheme -> scheme.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(Scheme::name).toList();
    }
}
