package org.kanworkbench.noise.report;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.nkan.NkanResult;
import org.kanworkbench.noise.nkan.NkanResult.Curves;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.report.Html;
import org.kanworkbench.report.PlotFiles;

/** nKAN.py's two summary plots, and its training losses. */
public final class NkanReport {

    /** The name of the network in nKAN.py, which has no learned edge functions. */
    public static final String LAZY_KAN = "Lazy_KAN";

    public static final String MLP = "MLP";

    private static final String NOISE = "noise standard deviation";

    private NkanReport() {}

    public static List<Plot> plots(NkanResult result) {
        double[] levels = array(result.levels());
        double[] epochs = IntStream.range(0, result.mlp().trainLoss().size())
                .asDoubleStream()
                .toArray();
        return List.of(
                plot("loss", "Model loss against noise level", NOISE, "loss", false, result, levels, Curves::loss),
                plot("snr", "Model SNR against noise level", NOISE, "SNR, dB", false, result, levels, Curves::snrDb),
                plot(
                        "training-loss",
                        "Training loss over epochs",
                        "epoch",
                        "loss",
                        true,
                        result,
                        epochs,
                        Curves::trainLoss));
    }

    public static void write(NkanResult result, Path folder) throws SaveException {
        List<Plot> plots = plots(result);
        PlotFiles.write(plots, folder);
        AtomicFile.write(
                folder.resolve(SweepReport.PAGE),
                new Html("nKAN.py, repeated")
                        .paragraph(
                                "TorchKAN's nKAN.py trains two networks on clean points of sin 2πx and scores them on"
                                        + " noisy inputs. Its " + LAZY_KAN
                                        + " is a ReLU network with dropout: it holds no learned"
                                        + " edge function, has "
                                        + result.lazyKan().parameters() + " parameters against the MLP's "
                                        + result.mlp().parameters()
                                        + ", and one seed is no evidence. The sweep is for that.")
                        .plots(plots)
                        .document());
    }

    private static Plot plot(
            String name,
            String title,
            String xTitle,
            String yTitle,
            boolean logY,
            NkanResult result,
            double[] x,
            Function<Curves, List<Double>> values) {
        return new Plot(
                name,
                title,
                xTitle,
                yTitle,
                false,
                logY,
                List.of(
                        new Plot.Curve(LAZY_KAN, 0, x, array(values.apply(result.lazyKan()))),
                        new Plot.Curve(MLP, 1, x, array(values.apply(result.mlp())))));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
