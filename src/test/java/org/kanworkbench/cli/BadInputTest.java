package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train --preset mlp --data function:x?range=-1e308..1e308 | too wide
            train                                             | --preset
            trane                                             | did you mean train?
            frobnicate                                        | choose one of
            --json                                            | --json
            train --preset kalnet                             | did you mean kal-net
            train --preset                                    | --preset
            train --preset mlp --frobnicate                   | --frobnicate
            train --preset mlp --seed 99999999999999999999    | '99999999999999999999' is out of range
            train --preset mlp --out=                         | '--out': the name is empty
            train --preset mlp --data=                        | --data is empty
            runs shwo                                         | 'shwo' is no command of runs: did you mean show
            train --preset mlp --hidden 0                     | choose 1 to
            train --preset mlp --hidden 64,x                  | 'x'
            train --preset mlp --hidden 8192,8192,8192,8192,8192 | parameters
            train --preset mlp --order 3                      | --order
            train --preset mlp --lr fast                      | 'fast' is not a number
            train --preset mlp --batch 1.5                    | '1.5' is not a whole number
            train --preset kal-net --order 99                 | choose 1 to
            train --preset mlp --epochs 0                     | epochs
            train --preset mlp --batch 0                      | batch
            train --preset mlp --epochs 1 --epochs 2          | only once
            train --preset mlp --epochs many                  | 'many'
            train --preset mlp --lr -1                        | learning rate
            train --preset mlp --lr NaN                       | learning rate
            train --preset mlp --lr 1e30                      | at most 1000000
            train --preset mlp --optimizer newton             | choose adamw, adam, sgd, lbfgs
            train --preset torchkan --optimizer lbfgs --lr 1  | --lr has no meaning with L-BFGS
            train --preset torchkan --weight-decay -1         | weight decay is -1.0: choose 0 to 1000
            train --preset lazy-kan --optimizer lbfgs         | set dropout to 0
            train --preset torchkan --optimizer lbfgs --engine nd4j-native | no L-BFGS
            train --preset torchkan --refine-until 20         | --refine-until has no meaning without --refine-grid
            train --preset kal-net --refine-grid 2            | grid refinements are for B-splines
            train --preset torchkan --refine-grid 2 --refine-until 99 | intervals after refinement is 99
            train --preset kal-net --sparsity -1              | sparsity penalty is -1.0
            train --preset kal-net --sparsity 1 --engine nd4j-native | no sparsity penalty
            train --preset mlp --threads 0                    | --threads
            train --preset mlp --threads 2000                 | --threads is 2000: choose 1 to 1024
            train --preset mlp --engine abacus                | choose vector
            train --preset mlp --data FOLDER/none             | FOLDER/none
            train --preset mlp --data -                       | - is a pipe or a device, and a table is read from a file
            compare --presets mlp --data /dev/null            | /dev/null is a pipe or a device
            formula --data /dev/null                          | /dev/null is a pipe or a device
            train --preset mlp --data FOLDER                  | train-images
            train --preset mlp --data toy:moon                | choose moons, spiral
            train --preset mlp --data toy:xor?noise=2         | noise is 2.0: choose 0 to 0.5
            train --preset mlp --data toy:xor?rows=1          | rows is 1: choose 10 to
            train --preset mlp --data toy:xor?rows=many       | 'rows=many'
            train --preset mlp --data toy:xor?noise           | 'noise' has no such number
            train --preset mlp --data toy:xor?colour=1        | choose noise, rows or seed
            train --preset kanvolver --data toy:xor           | without convolutions
            train --preset mlp --averaging 1                  | EMA decay is 1.0
            train --preset mlp --validation 0                 | choose 1 or more
            train --preset mlp --validation 60000             | leave none of the 60000 of MNIST to train on
            train --preset mlp --patience 3                   | --validation N
            train --preset mlp --keep-best                    | --validation N
            train --preset mlp --validation 99 --patience -1  | patience is -1
            train --preset kal-net --grid-update 1            | grid updates are for B-splines
            train --preset torchkan --grid-update -1          | choose 0 to
            train --preset torchkan --epochs 3 --grid-update 3 | --grid-update 3 has no meaning in 3 epochs
            train --preset torchkan --refine-grid 1 --refine-until 5 | the grids have 5 intervals already
            train --preset mlp --optimizer lbfgs --batch 9    | --batch has no meaning with L-BFGS
            train --preset mlp --out FOLDER/none/m.kan        | does not exist
            train --preset mlp --out FOLDER                   | .kan
            train --preset mlp --out FOLDER/m.onnx            | .kan
            train --config FOLDER/none.json                   | none.json
            train --config FOLDER/none.json --preset mlp      | leave --preset
            evaluate                                          | MODEL
            evaluate FOLDER/none.kan                          | none.kan
            evaluate FOLDER/model.onnx                        | model.onnx cannot be read
            evaluate FOLDER/model.pth                         | model.pth does not exist
            evaluate FOLDER/none.safetensors --preset mlp     | none.safetensors
            edges                                             | MODEL
            edges FOLDER/none.kan --layer 1 --out FOLDER/e.csv | none.kan
            edges FOLDER/none.kan --out FOLDER/e.csv          | --layer
            edges FOLDER/none.kan --layer 1 --out FOLDER/e.txt | .csv
            export                                            | MODEL
            export FOLDER/none.kan --format onnx --out FOLDER/e.onnx | none.kan
            export FOLDER/none.kan --format onnx --out FOLDER/e.kan | .onnx
            quantize                                          | MODEL
            quantize FOLDER/none.kan                          | none.kan
            quantise FOLDER/none.kan                          | did you mean quantize?
            screenshots                                       | DIR
            bench --only stepp                                | did you mean step?
            bench --only step --peer FOLDER/p.py              | --peer is for peer, hog, engine
            bench --only roofline --lines FOLDER/lines.png    | must end in .svg
            search --preset mlp                               | --space
            search --preset mlp --space FOLDER/none.json      | none.json
            compare                                           | --presets
            compare --presets kalnet                          | did you mean kal-net
            compare --presets mlp,mlp                         | given twice
            compare --presets mlp,dense --data toy:moons --size 1 | at the least
            compare --presets mlp --match size                | did you mean time?
            compare --presets mlp --seeds 0                   | choose 1 to 1000
            compare --presets mlp --rates 0                   | choose above 0
            compare --presets mlp --match none --size 9       | leave it out
            compare --presets mlp --data toy:moons --size 1e12 | name a smaller size
            compare --presets mlp --data toy:moons --target x | are for CSV files
            compare --presets mlp --data FOLDER/none          | no data at
            compare --presets mlp --table FOLDER/zoo.txt      | must end in .md
            compare --presets kanvolver --data toy:xor        | convolutions need square images
            noise --function sine-2pi                         | did you mean sin-2pi
            noise --function sin(y)                           | the name y is unknown
            noise --function 1/x                              | x = 0.0
            noise --function x --interval 1,0                 | is empty
            noise --models kalnet                             | did you mean kal-net
            noise --models kal-net,kal-net                    | different names
            noise --models kal-net,mlp-relu=kal-net,mlp-relu  | different names
            noise --noise -1                                  | choose 0 to
            noise --noise-on outputs                          | did you mean inputs
            noise --noise-shape gauss                         | did you mean gaussian
            noise --orders 99                                 | choose 1 to
            noise --models kal-net --grids 5                  | has no grid
            noise --sizes 1                                   | choose 4 to
            noise --seeds 0                                   | choose 1 to
            noise --standard --noise 0                        | leave the other options out
            noise --columns a,b                               | --csv
            noise --csv FOLDER/none.csv                       | none.csv
            noise --config FOLDER/none.json                   | none.json
            noise --config FOLDER/none.json --seeds 3         | leave the other options out
            noise --nkan --engine opencl                      | leave --engine out
            noise --nkan --seeds 3                            | leave all options but --seed
            noise --nkan --function x^2                       | leave all options but --seed
            noise --engine abacus                             | choose vector
            noise --engine nd4j-native --out FOLDER/n         | side by side, which nd4j-native does not
            noise --engine opencl:99 --out FOLDER/n           | opencl:99 is not available
            noise --engine opencl --cluster spark://host:7077 | engine vector alone: leave --cluster
            noise --nkan --cluster spark://host:7077          | leave --cluster
            noise --function x --secret-file FOLDER/none.txt  | name that with --cluster
            noise --cluster local --secret-file FOLDER/no.txt | no.txt
            cluster                                           | name local
            cluster local 0                                   | choose 1 to 64
            cluster local 2 --port 70000                      | choose 0 to 65535
            """)
    void is_one_line_that_names_it_and_status_2(String words, String named) {
        Object[] args = Stream.of(words.split(" "))
                .map(word -> word.replace("FOLDER", folder.toString()))
                .toArray();

        Shell shell = Shell.run(args);

        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines())
                .singleElement()
                .asString()
                .startsWith("workbench: ")
                .contains(named.replace("FOLDER", folder.toString()))
                .doesNotContain("Exception");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void pictures_cannot_go_where_a_file_is() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");

        Shell shell = Shell.run("screenshots", file);

        shell.assertRefused(file.toString(), "choose another");
    }

    @Test
    void what_may_not_be_read_or_replaced_is_named_once() throws IOException {
        Path file = Files.writeString(folder.resolve("m.kan"), "");
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isWritable(file), "an administrator may do everything");

        assertThat(Shell.run("evaluate", file).err().strip())
                .isEqualTo(
                        "workbench: " + file + " cannot be read (access denied): check that it exists and may be read");
        assertThat(Shell.run("train", "--preset", "mlp", "--data", "toy:moons", "--out", file)
                        .err()
                        .strip())
                .isEqualTo("workbench: cannot write " + file + ": it is read-only, name another one");
    }

    @Test
    void a_damaged_model_file_is_refused() throws IOException {
        Path model = Files.writeString(folder.resolve("m.kan"), "not a zip");

        Shell shell = Shell.run("evaluate", model);

        shell.assertRefused("m.kan");
    }

    @Test
    void a_model_of_other_sizes_than_the_data_is_refused() throws IOException {
        Path table = Shell.table(folder, 200);
        Path model = folder.resolve("m.kan");
        Shell.run("train", "--preset", "mlp", "--data", table, "--epochs", 1, "--out", model);

        Shell shell = Shell.run("evaluate", model);

        shell.assertRefused("2 → 8 → 2", "784", "--data");
    }
}
